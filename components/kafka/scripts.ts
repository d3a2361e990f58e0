import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderProperties } from "../../lib/properties";
import { contentName } from "../workload/content-name";
import { platformPath } from "../workload/pod";
import { clientProperties } from "./security";

/** The path of a script in the pod. */
export const scriptPath = (name: "start" | "readiness"): string => `${platformPath}/bin/${name}.sh`;

/** The kinds of nodes; they differ in what makes them ready and in what they do with a new volume. */
export type NodeKind = "broker" | "controller";

/** The files that a node's pod needs beside its image, as a ConfigMap holds them. */
export interface NodeFiles {
  /** The ConfigMap's name, which says what is in it. */
  readonly configMap: string;
  readonly data: Readonly<Record<string, string>>;
  /** Which of them lies where below the platform's path. */
  readonly items: readonly { readonly key: string; readonly path: string }[];
}

// The probe's client gives up well before the kubelet gives up on the probe.
const impatient = {
  "client.id": "readiness-probe",
  "request.timeout.ms": 5_000,
  "default.api.timeout.ms": 8_000,
  "socket.connection.setup.timeout.ms": 2_000,
};

/**
 * A node's files.
 *
 * @param name what the ConfigMap's name begins with
 * @param coordination what keeps the metadata: decides how a new volume becomes this cluster's
 * @param further more scripts, by their names in `bin/`
 */
export function nodeFiles(
  name: string,
  kind: NodeKind,
  coordination: "kraft" | "zookeeper",
  serverProperties: string,
  further: Readonly<Record<string, string>> = {},
): NodeFiles {
  const etc = {
    "server.properties": serverProperties,
    "client.properties": renderProperties(clientProperties),
    "readiness.properties": renderProperties({ ...clientProperties, ...impatient }),
    "log4j2.properties": read("log4j2.properties"),
    "log4j.properties": read("log4j.properties"),
  };
  const bin = {
    "start.sh": read("start.sh"),
    "new-volume.sh": read(`new-volume-${coordination}.sh`),
    "readiness.sh": read(`${kind}-readiness.sh`),
    "readiness-client.sh": read("readiness-client.sh"),
    ...further,
  };
  const data = { ...etc, ...bin, "tool.sh": read("tool.sh") };
  return {
    configMap: contentName(name, data),
    data,
    items: [
      ...Object.keys(etc).map((key) => ({ key, path: `etc/${key}` })),
      ...Object.keys(bin).map((key) => ({ key, path: `bin/${key}` })),
      // The one script of the tools, under all of their names.
      ...toolNames()
        .flatMap((tool) => [tool, `${tool}.sh`])
        .map((tool) => ({ key: "tool.sh", path: `bin/${tool}` })),
    ],
  };
}

const read = (name: string): string => readFileSync(join(__dirname, "scripts", name), "utf8");

// The names that tool.sh knows, as its own cases have them.
const toolNames = (): string[] =>
  [...read("tool.sh").matchAll(/^ {2}(kafka-[a-z-]+)\) class=/gm)].map(([, name]) => `${name}`);
