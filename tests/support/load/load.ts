/** Load on a Kafka cluster, by Apache Kafka's own Java clients, with a verdict on what became of every record. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PropertyValue } from "../../../lib/properties";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { forEachLine } from "./lines";
import { type Access, program } from "./program";
import type { Report } from "./report";
import { Verifier } from "./verifier";
import { tellingWords } from "./words";

/** What tells a load from others on the same cluster. */
export interface LoadName {
  /** Marks its records, its group and its transactional ids: letters and digits, and not those of an earlier load. */
  readonly run: string;
  /** Names of topics that nobody else writes to. */
  readonly topics: readonly string[];
}

/** Which topics a load needs, and who is to be let in. */
export interface PrepareOptions extends Access, LoadName {
  /** Of each topic. */
  readonly partitions: number;
  /** @default 3 */
  readonly replicationFactor?: number;
  /** @default 2 */
  readonly minInsyncReplicas?: number;
}

/** Of each kind of client, every second one is an application; the others are the administrator. */
export interface LoadOptions extends Access, LoadName {
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

/**
 * Makes the topics of a load, whose records are kept until the topics are deleted, and the application's user, who may
 * do in this load what applications do and nothing else. Returns once every broker knows the user.
 */
export const prepare = ({ partitions, replicationFactor = 3, minInsyncReplicas = 2, ...rest }: PrepareOptions) =>
  administer("prepare", rest, { partitions, replicationFactor, minInsyncReplicas });

/** Removes what {@link prepare} made, all of it or as far as it came. */
export const clean = (options: Access & LoadName): Promise<void> => administer("clean", options, {});

async function administer(
  command: "prepare" | "clean",
  { run: id, topics, ...access }: Access & LoadName,
  settings: Readonly<Record<string, PropertyValue>>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "kafka-platform-load-"));
  try {
    await run(...(await program(command, access, dir, { run: id, topics: topics.join(","), ...settings })));
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

  /** Starts a load. @returns once records are acknowledged, and every consumer has got some */
  static async start(options: LoadOptions): Promise<Load> {
    const { topics, idempotentProducers = 2, transactionalProducers = 2, consumers = 2, dir } = options;
    const { recordsPerSecond = 0, target = 0, maxSeconds } = options;
    await mkdir(dir, { recursive: true });
    if (existsSync(join(dir, "outcomes.log"))) {
      throw new Error(`${dir} has the files of another load`);
    }
    const rates = { recordsPerSecond, target, maxSeconds };
    const counts = { idempotentProducers, transactionalProducers, consumers };
    const settings = { run: options.run, topics: topics.join(","), ...counts, ...rates };
    const [command, args] = await program("run", options, dir, settings, options.heap);
    const load = new Load(options, settings, spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] }));
    try {
      const begun = () => load.ended !== undefined || load.acknowledged() > 0;
      await waitFor("acknowledged records that every consumer gets", begun, { timeoutMs: 120_000, everyMs: 50 });
      load.requireSuccess();
    } catch (error) {
      await load.kill();
      throw error;
    }
    return load;
  }

  /**
   * Records acknowledged so far, in committed transactions or without one; up to 0.2 s old.
   *
   * @throws Error if the load has failed
   */
  acknowledged(): number {
    this.requireSuccess();
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
    const { dir, heap } = this.options;
    await run(...(await program("read", this.options, dir, this.settings, heap)), { logFile: this.file("read.log") });
    const verifier = new Verifier(this.options.run);
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

  /** What its clients had to say that tells the most: warnings and errors. */
  tellingWords(): string {
    return tellingWords(readFileSync(this.file("load.log"), "utf8"));
  }

  private requireSuccess(): void {
    if (this.ended !== undefined && this.ended !== 0) {
      throw new Error(`the load ended with ${this.ended} (log: ${this.file("load.log")})\n${this.tellingWords()}`);
    }
  }

  private file(name: string): string {
    return join(this.options.dir, name);
  }
}
