/** Load on a Kafka cluster, by Apache Kafka's own Java clients, with a verdict on what became of every record. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { type PropertyValue, renderProperties } from "../../../lib/properties";
import { cached, digestOf } from "../../../local/support/cache";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { forEachLine } from "./lines";
import type { Report } from "./report";
import { Verifier } from "./verifier";

/** How a cluster is reached. */
export interface Access {
  /** Addresses of brokers, "host:port". */
  readonly bootstrap: readonly string[];
  /**
   * A Java properties file with settings of all clients, as for security. It may set what this load leaves open, but
   * not what the verification rests on: acks, idempotence, isolation.
   */
  readonly clientProperties: string;
  /** A folder with the jars of Kafka's clients, 4.0 or newer. */
  readonly libs: string;
}

export interface TopicsOptions extends Access {
  readonly topics: readonly string[];
  /** Of each topic. */
  readonly partitions: number;
  /** @default 3 */
  readonly replicationFactor?: number;
  /** @default 2 */
  readonly minInsyncReplicas?: number;
}

export interface LoadOptions extends Access {
  /** Names of existing topics that nobody else writes to. */
  readonly topics: readonly string[];
  /** Producers that write record by record. @default 2 */
  readonly idempotentProducers?: number;
  /** Producers that write transactions of 50 to 200 records over several partitions; a tenth is aborted. @default 2 */
  readonly transactionalProducers?: number;
  /** Members of the group that reads along. @default 2 */
  readonly consumers?: number;
  /** Of all producers together, in equal parts. @default as fast as they can */
  readonly recordsPerSecond?: number;
  /** Acknowledged records after which the load ends by itself. @default none */
  readonly target?: number;
  /** Seconds after which it ends in any case. What is under way then gets at most six minutes to come to its end. */
  readonly maxSeconds: number;
  /** A folder for its files, of this load alone. It is made if it is not there, and not removed. */
  readonly dir: string;
  /** Memory of the Java virtual machine. @default "512m" */
  readonly heap?: string;
}

const sources = join(__dirname, "java");

/** Single-file mode would do without, but compiles anew at every start and allows one file only. */
const classes = (libs: string): Promise<string> =>
  cached("load", digestOf([basename(libs)], [sources]), async (dir) => {
    const files = (await readdir(sources)).map((file) => join(sources, file));
    await run("javac", ["-d", dir, "-cp", join(libs, "*"), ...files]);
  });

/** The command line of a Java program of the load; its settings are written into `dir`. */
async function java(
  command: "run" | "read" | "create" | "delete",
  access: Access,
  dir: string,
  settings: Readonly<Record<string, PropertyValue>>,
  heap = "512m",
): Promise<string[]> {
  const file = join(dir, "settings.properties");
  const { bootstrap, clientProperties, libs } = access;
  await writeFile(file, renderProperties({ ...NO_LOAD, ...settings, bootstrap: bootstrap.join(","), dir }));
  const classPath = [await classes(libs), join(libs, "*")].join(delimiter);
  const options = [`-Xmx${heap}`, "-XX:+UseSerialGC", "-Dlog4j2.level=WARN", "-cp", classPath];
  return [...options, "Load", command, file, clientProperties];
}

/** What the Java program wants to be told, even where nothing is written. */
const NO_LOAD = {
  run: "-",
  idempotentProducers: 0,
  transactionalProducers: 0,
  consumers: 0,
  recordsPerSecond: 0,
  target: 0,
  maxSeconds: 0,
};

/** Makes topics for a load, whose records are kept until the topics are deleted. */
export const createTopics = ({ partitions, replicationFactor = 3, minInsyncReplicas = 2, ...rest }: TopicsOptions) =>
  administer("create", rest, { partitions, replicationFactor, minInsyncReplicas });

/** Deletes the topics of a load. */
export const deleteTopics = (options: Access & Pick<TopicsOptions, "topics">): Promise<void> =>
  administer("delete", options, {});

async function administer(
  command: "create" | "delete",
  { topics, ...access }: Access & Pick<TopicsOptions, "topics">,
  settings: Readonly<Record<string, PropertyValue>>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "kafka-platform-load-"));
  try {
    await run("java", await java(command, access, dir, { topics: topics.join(","), ...settings }));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** A running load. It ends by {@link stop}, by its target, by its time, or with the process that started it. */
export class Load {
  private acknowledgedCount = 0;
  private ended: number | string | undefined;
  private readonly end: Promise<void>;

  private constructor(
    private readonly options: LoadOptions,
    /** Marks the records of this load. */
    readonly run: string,
    private readonly settings: Readonly<Record<string, PropertyValue>>,
    private readonly child: ChildProcess,
  ) {
    const log = createWriteStream(this.file("load.log"), { flags: "a" });
    child.stderr?.pipe(log, { end: false });
    let rest = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        this.hear(line, (other) => log.write(`${other}\n`));
      }
    });
    // The end of its input means "stop", and it may have ended before it could be told.
    child.stdin?.on("error", () => undefined);
    this.end = new Promise((resolved) => {
      child.on("error", (error) => {
        this.ended = error.message;
        log.end(resolved);
      });
      child.on("close", (code, signal) => {
        this.ended ??= code ?? signal ?? "unknown";
        log.end(resolved);
      });
    });
  }

  /** Starts a load. @returns once its first record is acknowledged */
  static async start(options: LoadOptions): Promise<Load> {
    const { topics, idempotentProducers = 2, transactionalProducers = 2, consumers = 2, dir } = options;
    const { recordsPerSecond = 0, target = 0, maxSeconds } = options;
    await mkdir(dir, { recursive: true });
    if (existsSync(join(dir, "outcomes.log"))) {
      throw new Error(`${dir} has the files of another load`);
    }
    const id = randomBytes(4).toString("hex");
    const rates = { recordsPerSecond, target, maxSeconds };
    const counts = { idempotentProducers, transactionalProducers, consumers };
    const settings = { run: id, topics: topics.join(","), ...counts, ...rates };
    const args = await java("run", options, dir, settings, options.heap);
    const load = new Load(options, id, settings, spawn("java", args, { stdio: ["pipe", "pipe", "pipe"] }));
    try {
      const begun = () => load.ended !== undefined || load.acknowledged() > 0;
      await waitFor("the first acknowledgement", begun, { timeoutMs: 120_000, everyMs: 50 });
      load.requireSuccess();
    } catch (error) {
      await load.kill();
      throw error;
    }
    return load;
  }

  /** Records acknowledged so far, in committed transactions or without one; up to 0.2 s old. */
  acknowledged(): number {
    return this.acknowledgedCount;
  }

  /** Waits for its end, which is its target or its time. @throws Error if it failed */
  async finished(): Promise<void> {
    await this.end;
    this.requireSuccess();
  }

  /**
   * Ends it: producers bring to an end what they have begun, and consumers read all of it.
   *
   * @throws Error if it failed, as when a transaction stays open or a broker does not come back within minutes
   */
  async stop(): Promise<void> {
    this.child.stdin?.end();
    await this.finished();
  }

  /** Kills it. What it was promised until then can still be verified. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.end;
  }

  /** Reads every committed record again, and compares. To be called after the end. @throws Error if it cannot read */
  async verify(): Promise<Report> {
    if (this.ended === undefined) {
      throw new Error("the load still runs: stop it first");
    }
    await rm(this.file("final.log"), { force: true });
    const args = await java("read", this.options, this.options.dir, this.settings, this.options.heap);
    await run("java", args, { logFile: this.file("read.log") });
    const verifier = new Verifier(this.run);
    await forEachLine(this.file("outcomes.log"), (line) => verifier.outcome(line));
    await forEachLine(this.file("final.log"), (line) => verifier.committed(line));
    await forEachLine(this.file("live.log"), (line) => verifier.live(line));
    return verifier.report();
  }

  private hear(line: string, other: (line: string) => void): void {
    const [word, count] = line.split(" ");
    if (word === "acknowledged" && Number.isInteger(Number(count))) {
      this.acknowledgedCount = Number(count);
    } else {
      other(line);
    }
  }

  private requireSuccess(): void {
    if (this.ended !== undefined && this.ended !== 0) {
      const log = readFileSync(this.file("load.log"), "utf8").trim().split("\n").slice(-15).join("\n");
      throw new Error(`the load ended with ${this.ended} (log: ${this.file("load.log")})\n${log}`);
    }
  }

  private file(name: string): string {
    return join(this.options.dir, name);
  }
}
