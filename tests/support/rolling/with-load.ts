import { strict as assert } from "node:assert";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalStack } from "../../../local/stack";
import { waitFor } from "../../../local/support/wait";
import { clean, Load, prepare } from "../load/load";
import { type Report, summary } from "../load/report";
import { assertShared } from "../load/shares";
import { bootstrap, layout } from "../test-platform";
import { accessTo, administratorOf } from "./load-access";

export interface WithLoadOptions {
  /** Whose brokers the load is on. @default the dev stack of the test cluster */
  readonly stack?: LocalStack;
  /** Acknowledged records that there have to be; the load goes on until then when the work is done. @default 0 */
  readonly atLeast?: number;
  /** Of all producers together; 0: as fast as they can. @default 800, which leaves a small machine to the brokers */
  readonly recordsPerSecond?: number;
  /**
   * Whether the work changes the addresses at which the administrator begins. His running clients hear of that from
   * brokers; those that come after the work begin at the new ones. @default false
   */
  readonly changesAddresses?: boolean;
  /** Seconds that the load may take with all of the work. @default 1200 */
  readonly maxSeconds?: number;
}

export interface Loaded<T> {
  /** What the work returned. */
  readonly result: T;
  /** What became of the records. */
  readonly report: Report;
}

/** What the load works with, from its preparation to its end. */
type Needs = Parameters<typeof clean>[0];

const TOPICS = ["load.first", "load.second"];

/**
 * Does work while idempotent and transactional producers write and consumers read committed records, with topics of
 * their own. Half of all clients live as applications do: by a password at CLIENT, from the names of the cluster's DNS,
 * with no right that they do not need. The others are the administrator, by certificate at EXTERNAL.
 *
 * @throws AssertionError when a record was lost, doubled, torn from its transaction or otherwise not as promised, when a
 *   producer had to give one up, or when some clients had no fair part of the load
 * @throws Error when a broker refused a client
 */
export async function withLoad<T>(options: WithLoadOptions, work: (load: Load) => Promise<T>): Promise<Loaded<T>> {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-load-"));
  try {
    const access = await accessTo(await bootstrap(options.stack), layout().dnsIp, dir);
    const needs: Needs = { ...access, topics: TOPICS, run: randomBytes(4).toString("hex") };
    const readdressed = async (load: Load): Promise<T> => {
      const result = await work(load);
      if (options.changesAddresses) {
        administratorOf(await bootstrap(options.stack), dir);
      }
      return result;
    };
    const loaded = await duringLoad(needs, join(dir, "load"), options, readdressed).catch(async (error) => {
      await clean(needs).catch(() => undefined); // what went wrong first is what has to be known
      throw error;
    });
    await clean(needs);
    return loaded;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function duringLoad<T>(
  needs: Needs,
  dir: string,
  { atLeast = 0, recordsPerSecond = 800, maxSeconds = 1200 }: WithLoadOptions,
  work: (load: Load) => Promise<T>,
): Promise<Loaded<T>> {
  await prepare({ ...needs, partitions: 6 });
  const load = await Load.start({ ...needs, recordsPerSecond, maxSeconds, dir });
  const result = await whileRunning(load, async () => {
    const done = await work(load);
    await waitFor(`${atLeast} acknowledged records`, () => load.acknowledged() >= atLeast, {
      timeoutMs: maxSeconds * 1000,
      retry: () => false,
    });
    return done;
  });
  const report = await load.verify();
  console.log(`      ${summary(report)}`);
  assertClean(report, load.tellingWords());
  assertShared(report);
  return { result, report };
}

async function whileRunning<T>(load: Load, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await load.stop();
    return result;
  } catch (error) {
    await load.kill();
    throw error;
  }
}

/** How many may be refused while what coordinates transactions moves. None has been, in what was reported so far. */
const REPEATED_SHARE = 0.01;

/**
 * Fails unless every record is as its producer was promised, and none had to be given up.
 *
 * @param words what the clients said, for whoever has to find out why
 */
function assertClean(report: Report, words: string): void {
  const { faults, failed, unknown, transactions } = report;
  const { committed, toRepeat } = transactions;
  const told = `not as promised: ${summary(report)}\n${JSON.stringify(faults)}\n${words}`;
  assert.deepEqual({ faults, failed, unknown }, { faults: {}, failed: 0, unknown: 0 }, told);
  assert.ok(toRepeat <= 1 + committed * REPEATED_SHARE, told);
}
