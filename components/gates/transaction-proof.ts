import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { hostPort } from "../../lib/naming";
import { refusal } from "../../lib/refusal";
import { milliseconds } from "../../lib/units";
import { clientId, clientOptions, rootMessage, withBroker } from "./broker-connection";
import { within } from "./kubernetes-errors";
import { committedValues, endOf } from "./read-committed";
import type { TlsIdentity } from "./tls-identity";

/** Where transactions are proven. */
export interface TransactionProofArgs {
  /** What has to be met before, beside the topic: the readiness gate or the features gate. */
  readonly after: pulumi.Input<pulumi.Resource>;
  /** The topic that is written to, which nobody else uses. */
  readonly topic: pulumi.CustomResource;
  /** The topic's name in Kafka. */
  readonly topicName: string;
  /** The brokers' addresses as seen from here, in the order of their ids. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: pulumi.Input<TlsIdentity>;
  /** How long to try: a duration. */
  readonly timeout: string;
}

/**
 * A dependency that is met when a transaction over every partition of the topic has been committed and read, and
 * another one has been aborted and is not to be read.
 */
export const transactionProof = (
  args: TransactionProofArgs,
  prove = proveTransactions,
): pulumi.Output<pulumi.Resource> =>
  pulumi.unsecret(
    pulumi.all([args.after, args.topic.id, args.identity]).apply(async ([, , identity]) => {
      if (!pulumi.runtime.isDryRun()) {
        await prove(args, identity, (text) => void pulumi.log.info(text, args.topic, undefined, true));
      }
      return args.topic;
    }),
  );

type ProofArgs = Pick<TransactionProofArgs, "topicName" | "bootstrap" | "timeout">;

/** What is read differs from what was committed, which no second try mends. */
export class BrokenTransactionError extends Error {
  override readonly name = "BrokenTransactionError";
}

// A coordinator that has just moved answers within seconds.
const patience = 30_000;

/**
 * Tries until a proof succeeds, since coordinators and leaders may still be moving.
 *
 * @throws {pulumi.RunError} when the time is over, or when what is read is not what was committed
 */
export async function proveTransactions(
  args: ProofArgs,
  identity: TlsIdentity,
  progress: (text: string) => void,
  attempt = proveOnce,
  pause = 1_000,
): Promise<void> {
  const end = Date.now() + milliseconds(args.timeout);
  for (;;) {
    try {
      await within(patience, attempt(args, identity));
      return;
    } catch (error) {
      if (error instanceof BrokenTransactionError || Date.now() > end) {
        throw refusal(
          `Transactions do not work on the topic ${args.topicName}: ${rootMessage(error)}. The cluster is up, but ` +
            "applications that write exactly once are not safe on it. Look at the brokers' logs and at the topic " +
            "__transaction_state, mend it, and run `pulumi up` again.",
        );
      }
      progress(`trying a transaction on ${args.topicName} again: ${rootMessage(error)}`);
      await sleep(pause);
    }
  }
}

interface Partition {
  readonly partition: number;
  readonly leader: string;
  readonly topicId: string;
  /** Where what is written from now on begins. */
  readonly offset: bigint;
}

async function proveOnce({ topicName, bootstrap }: ProofArgs, identity: TlsIdentity): Promise<void> {
  const run = randomUUID();
  const partitions = await partitionsOf(topicName, bootstrap, identity);
  await writeBoth(run, topicName, partitions, bootstrap, identity);
  const read = await Promise.all(
    partitions.map(async (partition) => {
      const values = await readValues(topicName, partition, identity, committed(run, partition));
      return values.filter((value) => value.startsWith(run));
    }),
  );
  const wrong = wrongPartitions(run, partitions, read);
  if (wrong.length > 0) {
    throw new BrokenTransactionError(`what was read is not what was committed, ${wrong.join("; ")}`);
  }
}

const committed = (run: string, { partition }: { readonly partition: number }) => `${run} committed ${partition}`;
const aborted = (run: string, { partition }: { readonly partition: number }) => `${run} aborted ${partition}`;

/** The partitions from which something else was read than the one record that was committed. */
export const wrongPartitions = (
  run: string,
  partitions: readonly { readonly partition: number }[],
  read: readonly (readonly string[])[],
): string[] =>
  partitions.flatMap((one, index) => {
    const values = read[index] ?? [];
    return values.length === 1 && values[0] === committed(run, one)
      ? []
      : [`partition ${one.partition}: ${values.map((value) => value.slice(run.length + 1)).join(", ") || "nothing"}`];
  });

async function writeBoth(
  run: string,
  topic: string,
  partitions: readonly Partition[],
  bootstrap: readonly string[],
  identity: TlsIdentity,
): Promise<void> {
  const { Producer } = await import("@platformatic/kafka");
  const producer = new Producer({
    ...clientOptions(identity),
    clientId,
    bootstrapBrokers: [...bootstrap],
    // The same in each run, so that Kafka ends what an interrupted run has left open.
    transactionalId: "kafka-platform-postflight",
    idempotent: true,
    retries: 5,
    timeout: 20_000,
  });
  // Without these, this client asks as the producer 0 of epoch 0, and may be given an epoch again that has been in use:
  // the broker would then take new records for ones that it has already.
  const anew = { producerId: -1n, producerEpoch: -1 };
  const messages = (value: (run: string, partition: Partition) => string) =>
    partitions.map((one) => ({ topic, partition: one.partition, value: Buffer.from(value(run, one)) }));
  try {
    const discarded = await producer.beginTransaction(anew);
    await discarded.send({ messages: messages(aborted) });
    await discarded.abort();
    const kept = await producer.beginTransaction(anew);
    await kept.send({ messages: messages(committed) });
    await kept.commit();
  } finally {
    await producer.close(true);
  }
}

async function partitionsOf(topic: string, bootstrap: readonly string[], identity: TlsIdentity): Promise<Partition[]> {
  const { metadataV12 } = await import("@platformatic/kafka");
  const { topics, brokers } = await Promise.any(
    bootstrap.map((address) =>
      withBroker(address, identity, (connection) => metadataV12.api.async(connection, [topic], false, false)),
    ),
  );
  const addresses = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, hostPort(host, port)]));
  return Promise.all(
    topics.flatMap(({ topicId, partitions }) =>
      partitions.map(async ({ partitionIndex: partition, leaderId }) => {
        const leader = addresses.get(leaderId);
        if (leader === undefined) {
          throw new Error(`partition ${partition} has no leader`);
        }
        return { partition, leader, topicId, offset: await endOffset(topic, partition, leader, identity) };
      }),
    ),
  );
}

async function endOffset(name: string, partitionIndex: number, leader: string, identity: TlsIdentity): Promise<bigint> {
  const { FetchIsolationLevels, ListOffsetTimestamps, listOffsetsV8 } = await import("@platformatic/kafka");
  const wanted = { partitionIndex, currentLeaderEpoch: -1, timestamp: ListOffsetTimestamps.LATEST };
  const { topics } = await withBroker(leader, identity, (connection) =>
    listOffsetsV8.api.async(connection, -1, FetchIsolationLevels.READ_UNCOMMITTED, [{ name, partitions: [wanted] }]),
  );
  return topics[0]?.partitions[0]?.offset ?? 0n;
}

/** What is to be read of a partition from its offset on, until the value is among it. */
async function readValues(
  topic: string,
  { partition, leader, topicId, offset }: Partition,
  identity: TlsIdentity,
  last: string,
): Promise<string[]> {
  const { FetchIsolationLevels, fetchV17 } = await import("@platformatic/kafka");
  const wanted = { partition, currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 1_048_576 };
  const values: string[] = [];
  const begin = Date.now();
  await withBroker(leader, identity, async (connection) => {
    let fetchOffset = offset;
    while (!values.includes(last)) {
      if (Date.now() - begin > patience / 2) {
        throw new Error(`a committed record is not to be read from partition ${partition} of ${topic}`);
      }
      const { responses } = await fetchV17.api.async(
        connection,
        500,
        1,
        wanted.partitionMaxBytes,
        FetchIsolationLevels.READ_COMMITTED,
        0,
        -1,
        [{ topicId, partitions: [{ ...wanted, fetchOffset }] }],
        [],
        "",
      );
      const { records, abortedTransactions } = responses[0]?.partitions[0] ?? {};
      values.push(...committedValues(records ?? [], abortedTransactions ?? []));
      fetchOffset = endOf(records ?? []) ?? fetchOffset;
    }
  });
  return values;
}
