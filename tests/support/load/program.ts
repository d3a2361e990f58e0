/** The Java program of a load, and how it is run. */
import { readdir, writeFile } from "node:fs/promises";
import { basename, delimiter, join } from "node:path";
import { type PropertyValue, renderProperties } from "../../../lib/properties";
import { cached, digestOf } from "../../../local/support/cache";
import { run } from "../../../local/support/run";

/** How the clients of a load get into a cluster. */
export interface Access {
  /**
   * A Java properties file with settings of the administrator's clients: `bootstrap.servers`, and those of security. It
   * may set what the load leaves open, but not what the verification rests on: acks, idempotence, isolation.
   */
  readonly administrator: string;
  /** The same of the application's clients. The user of its `sasl.jaas.config` is made and removed by the load. */
  readonly application: string;
  /** A file in the place of /etc/resolv.conf, so that names are found as pods of the cluster find them. */
  readonly resolvConf: string;
  /** A folder with the jars of Kafka's clients, 4.0 or newer. */
  readonly libs: string;
}

const sources = join(__dirname, "java");

/** Single-file mode would do without, but compiles anew at every start and allows one file only. */
const classes = (libs: string): Promise<string> =>
  cached("load", digestOf([basename(libs)], [sources]), async (dir) => {
    const files = (await readdir(sources)).map((file) => join(sources, file));
    await run("javac", ["-d", dir, "-cp", join(libs, "*"), ...files]);
  });

/** What the program wants to be told, even where nothing is written. */
const NO_LOAD = {
  idempotentProducers: 0,
  transactionalProducers: 0,
  consumers: 0,
  recordsPerSecond: 0,
  target: 0,
  maxSeconds: 0,
};

/**
 * Seconds for which Java believes what the DNS said. A broker's name follows its pod to a new address, so an address is
 * kept no longer than the cluster's DNS has it kept, instead of Java's 30 s. That a name is unknown is kept for an
 * instant instead of 10 s: a broker has no name while its pod is made anew.
 */
const DNS_CACHE = ["-Dsun.net.inetaddr.ttl=5", "-Dsun.net.inetaddr.negative.ttl=1"];

/** The command line that runs the program; its settings are written into `dir`. @param heap memory of the JVM */
export async function program(
  command: "prepare" | "run" | "read" | "clean",
  { administrator, application, resolvConf, libs }: Access,
  dir: string,
  settings: Readonly<Record<string, PropertyValue>>,
  heap = "512m",
): Promise<[command: string, args: string[]]> {
  const file = join(dir, "settings.properties");
  await writeFile(file, renderProperties({ ...NO_LOAD, ...settings, dir }));
  const classPath = [await classes(libs), join(libs, "*")].join(delimiter);
  const options = [`-Xmx${heap}`, "-XX:+UseSerialGC", "-Dlog4j2.level=WARN", ...DNS_CACHE, "-cp", classPath];
  return withResolvConf(resolvConf, "java", [...options, "Load", command, file, administrator, application]);
}

/**
 * Runs a command that resolves names by a resolv.conf of its own, in a mount namespace of its own, which is all that it
 * has for itself: every other file, the network and the process are the same.
 */
const withResolvConf = (file: string, command: string, args: readonly string[]): [string, string[]] => {
  const mounted = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  return ["unshare", ["--mount", "--propagation", "private", "sh", "-c", mounted, file, command, ...args]];
};
