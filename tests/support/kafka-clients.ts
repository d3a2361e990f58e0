/** Kafka clients of the tests, with the delivery guarantees that the platform's users are told to use. */
import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import {
  Admin,
  Consumer,
  FetchIsolationLevels,
  ListOffsetTimestamps,
  MessagesStreamModes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from "@platformatic/kafka";
import { waitFor } from "../../local/support/wait";
import { SPECIFIED_TOPICS } from "./specified";

const ACKS_ALL = -1;

/** Where clients begin, and by what they prove themselves there; the certificates and the key are PEM. */
export interface Bootstrap {
  readonly addresses: readonly string[];
  readonly tls: { readonly ca: string; readonly cert: string; readonly key: string };
}

const options = ({ addresses, tls }: Bootstrap) => ({
  clientId: "kafka-platform-tests",
  bootstrapBrokers: [...addresses],
  tls,
  // No limit of the platform's: on a machine that stands still, the tests wait with it.
  connectTimeout: 20_000,
  requestTimeout: 30_000,
});

const newProducer = (bootstrap: Bootstrap) =>
  new Producer({
    ...options(bootstrap),
    serializers: stringSerializers,
    acks: ACKS_ALL,
    idempotent: true,
    autocreateTopics: false,
    retries: 10,
    retryDelay: 500,
  });

/** Writes records to a topic; returns once every one of them is acknowledged by all in-sync replicas. */
export async function produce(bootstrap: Bootstrap, topic: string, values: readonly string[]): Promise<void> {
  const producer = newProducer(bootstrap);
  try {
    await producer.send({ messages: values.map((value) => ({ topic, key: value, value })) });
  } finally {
    await producer.close();
  }
}

/** Every committed record of a topic, from its beginning to what was its end when this was called. */
export async function readAll(bootstrap: Bootstrap, topic: string): Promise<string[]> {
  const consumer = new Consumer({
    ...options(bootstrap),
    groupId: `tests-${randomUUID()}`,
    deserializers: stringDeserializers,
    retries: 10,
    retryDelay: 500,
  });
  try {
    const ends = await offsets(consumer, topic, ListOffsetTimestamps.LATEST);
    const begins = await offsets(consumer, topic, ListOffsetTimestamps.EARLIEST);
    const open = new Set(
      [...ends.keys()].filter((partition) => (ends.get(partition) ?? 0n) > (begins.get(partition) ?? 0n)),
    );
    const values: string[] = [];
    if (open.size === 0) {
      return values;
    }
    const stream = await consumer.consume({
      topics: [topic],
      mode: MessagesStreamModes.EARLIEST,
      autocommit: false,
      isolationLevel: FetchIsolationLevels.READ_COMMITTED,
      maxWaitTime: 500,
      sessionTimeout: 20_000,
    });
    for await (const { value, partition, offset } of stream) {
      values.push(value ?? "");
      if (offset >= (ends.get(partition) ?? 0n) - 1n) {
        open.delete(partition);
      }
      if (open.size === 0) {
        break;
      }
    }
    return values;
  } finally {
    await consumer.close(true);
  }
}

async function offsets(
  consumer: Consumer<string, string, string, string>,
  topic: string,
  timestamp: bigint,
): Promise<Map<number, bigint>> {
  const found = (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic) ?? [];
  return new Map(found.map((offset, partition) => [partition, offset]));
}

/** The rack that each broker says it is in, by its id; nothing of those that have none. */
export async function racks(bootstrap: Bootstrap): Promise<Record<number, string | null>> {
  const admin = new Admin({ ...options(bootstrap), retries: 5 });
  try {
    const { brokers } = await admin.metadata({ topics: [], forceUpdate: true });
    return Object.fromEntries([...brokers].map(([id, { rack }]) => [id, rack ?? null]));
  } finally {
    await admin.close();
  }
}

/** A topic's partitions, each with its replicas and those in sync. */
export interface PartitionState {
  readonly partition: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** The partitions of topics, as one broker of the cluster sees them now. */
export async function describeTopics(
  bootstrap: Bootstrap,
  topics: readonly string[],
): Promise<Map<string, PartitionState[]>> {
  const admin = new Admin({ ...options(bootstrap), retries: 5 });
  try {
    const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true });
    return new Map(
      [...metadata.topics].map(([topic, { partitions }]) => [
        topic,
        Object.entries(partitions).map(([partition, { replicas, isr }]) => ({
          partition: Number(partition),
          replicas,
          isr,
        })),
      ]),
    );
  } finally {
    await admin.close();
  }
}

/** Waits until every replica of a topic is in sync. */
export const untilInSync = (bootstrap: Bootstrap, topic: string): Promise<unknown> =>
  waitFor(
    `every replica of ${topic} to be in sync`,
    async () => (await describeTopics(bootstrap, [topic])).get(topic)?.every(({ isr }) => isr.length === 3),
    { timeoutMs: 600_000, everyMs: 1000 },
  );

/** That the nine topics are there as they were asked for, every replica in sync. */
export async function assertSpecifiedTopics(bootstrap: Bootstrap): Promise<void> {
  const topics = await describeTopics(bootstrap, Object.keys(SPECIFIED_TOPICS));
  const found = [...topics].map(([topic, partitions]) => [
    topic,
    partitions.length,
    ...new Set(partitions.map(({ replicas, isr }) => `${[...replicas].sort()}, in sync ${[...isr].sort()}`)),
  ]);
  const specified = Object.entries(SPECIFIED_TOPICS).map(([topic, partitions]) => [
    topic,
    partitions,
    "0,1,2, in sync 0,1,2",
  ]);
  assert.deepEqual(found.sort(), specified.sort());
}
