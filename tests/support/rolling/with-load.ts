import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderProperties } from "../../../lib/properties";
import { kafkaLibraries } from "../../../local/images/kafka";
import { type KafkaRelease, kafkaReleases } from "../../../local/images/versions";
import type { LocalStack } from "../../../local/stack";
import { waitFor } from "../../../local/support/wait";
import type { Bootstrap } from "../kafka-clients";
import { type Access, createTopics, deleteTopics, Load } from "../load/load";
import { type Report, summary } from "../load/report";
import { bootstrap } from "../test-platform";

export interface WithLoadOptions {
  /** Whose brokers the load is on. @default the dev stack of the test cluster */
  readonly stack?: LocalStack;
  /** Acknowledged records that there have to be; the load goes on until then when the work is done. @default 0 */
  readonly atLeast?: number;
  /** Of all producers together; 0: as fast as they can. @default 800, which leaves a small machine to the brokers */
  readonly recordsPerSecond?: number;
  /** Seconds that the load may take with all of the work. @default 1200 */
  readonly maxSeconds?: number;
}

export interface Loaded<T> {
  /** What the work returned. */
  readonly result: T;
  /** What became of the records. */
  readonly report: Report;
}

const TOPICS = ["load.first", "load.second"];

/**
 * Does work while idempotent and transactional producers write and consumers read committed records, through the
 * EXTERNAL listener and with topics of their own.
 *
 * @throws AssertionError when a record was lost, doubled, torn from its transaction or otherwise not as promised, or
 *   when a producer had to give one up
 */
export async function withLoad<T>(options: WithLoadOptions, work: (load: Load) => Promise<T>): Promise<Loaded<T>> {
  const { stack, atLeast = 0, recordsPerSecond = 800, maxSeconds = 1200 } = options;
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-load-"));
  try {
    const access = await accessTo(await bootstrap(stack), dir);
    await createTopics({ ...access, topics: TOPICS, partitions: 6 });
    try {
      const rates = { recordsPerSecond, maxSeconds };
      const load = await Load.start({ ...access, ...rates, topics: TOPICS, dir: join(dir, "load") });
      const result = await whileRunning(load, async () => {
        const done = await work(load);
        await waitFor(`${atLeast} acknowledged records`, () => load.acknowledged() >= atLeast, {
          timeoutMs: maxSeconds * 1000,
        });
        return done;
      });
      const report = await load.verify();
      console.log(`      ${summary(report)}`);
      assertClean(report);
      return { result, report };
    } finally {
      await deleteTopics({ ...access, topics: TOPICS });
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
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

/** Fails unless every record is as its producer was promised, and none had to be given up. */
export function assertClean({ faults, failed, unknown }: Report): void {
  assert.deepEqual({ faults, failed, unknown }, { faults: {}, failed: 0, unknown: 0 });
}

/** How the Java clients get in; the files with the certificates are in `dir` and readable for their owner only. */
async function accessTo({ addresses, tls }: Bootstrap, dir: string): Promise<Access> {
  const secretFile = (name: string, content: string): string => {
    const file = join(dir, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  };
  const properties = renderProperties({
    "security.protocol": "SSL",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": secretFile("identity.pem", `${tls.key.trimEnd()}\n${tls.cert}`),
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": secretFile("authorities.pem", tls.ca),
  });
  // One client for all brokers: those of Kafka 4 talk to Kafka 3.9 too.
  const libs = await kafkaLibraries(kafkaReleases[0] as KafkaRelease);
  return { bootstrap: addresses, clientProperties: secretFile("client.properties", properties), libs };
}
