import { readFileSync } from "node:fs";
import { join } from "node:path";
import { platformPath } from "../workload/pod";
import { renderClientConfig, renderZooConfig } from "./zoo-config";

type Script = "four-letter-word" | "start" | "zkServer" | "zookeeper-shell";

const scripts: readonly Script[] = ["four-letter-word", "start", "zkServer", "zookeeper-shell"];
const settings = ["client.properties", "log4j.properties", "zoo.cfg"];

/** The path of a script in the pod. */
export const scriptPath = (name: Script): string => `${platformPath}/bin/${name}.sh`;

const read = (name: string): string => readFileSync(join(__dirname, "scripts", name), "utf8");

/** The contents of the files that a server's pod needs beside its image. */
export const serverFiles = (servers: number, namespace: string): Record<string, string> => ({
  ...Object.fromEntries([...scripts.map((name) => `${name}.sh`), "log4j.properties"].map((name) => [name, read(name)])),
  "client.properties": renderClientConfig(),
  "zoo.cfg": renderZooConfig(servers, namespace),
});

/** Which file lies where below the platform's folder. */
export const serverFileItems = () => [
  ...settings.map((key) => ({ key, path: `etc/${key}` })),
  ...scripts.map((name) => `${name}.sh`).map((key) => ({ key, path: `bin/${key}` })),
];
