import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = "/opt/kafka-platform";

/** Where the pod finds what {@link fileItems} lists. */
export const filesPath = root;

/** The path of a script in the pod. */
export const scriptPath = (name: "start" | "readiness"): string => `${root}/bin/${name}.sh`;

// The JRE of the official image and of Debian, behind the tools; the image's own PATH cannot be extended from here.
/** The PATH of everything that runs in the pod, `kubectl exec` included. */
export const searchPath = [
  `${root}/bin`,
  "/opt/java/openjdk/bin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
].join(":");

const read = (name: string): string => readFileSync(join(__dirname, "scripts", name), "utf8");

/** The contents of the files that a broker's pod needs beside its image, server.properties excepted. */
export const staticFiles = (): Record<string, string> =>
  Object.fromEntries(
    ["start.sh", "readiness.sh", "tool.sh", "log4j2.properties", "readiness.properties"].map((name) => [
      name,
      read(name),
    ]),
  );

// The names that tool.sh knows, as its own cases have them.
const toolNames = (): string[] =>
  [...read("tool.sh").matchAll(/^ {2}(kafka-[a-z-]+)\) /gm)].map(([, name]) => `${name}`);

/** Which file lies where below {@link filesPath}: the one script of the tools under all of their names. */
export const fileItems = () => [
  ...["server.properties", "log4j2.properties", "readiness.properties"].map((key) => ({ key, path: `etc/${key}` })),
  ...["start.sh", "readiness.sh"].map((key) => ({ key, path: `bin/${key}` })),
  ...toolNames()
    .flatMap((name) => [name, `${name}.sh`])
    .map((name) => ({ key: "tool.sh", path: `bin/${name}` })),
];
