import type { Admin } from "@platformatic/kafka";
import { type AskedBrokers, asAdministrator } from "./broker-connection";
import { within } from "./kubernetes-errors";

/** What is in a topic, and who reads it. */
export interface Holdings {
  readonly records: bigint;
  /** Of these, the ones that are older than was asked for. */
  readonly older: bigint;
  /** The groups that have read from it. */
  readonly groups: readonly string[];
}

const patience = 20_000;

const earliest = -2n;
const latest = -1n;

/** Asks the cluster what is in a topic. @param olderThan the age of records that count as older, in milliseconds */
export const holdings = (topic: string, olderThan: number, brokers: AskedBrokers): Promise<Holdings> =>
  asAdministrator(brokers, (admin) =>
    within(patience, look(admin, topic, BigInt(Math.max(0, Date.now() - olderThan)))),
  );

async function look(admin: Admin, topic: string, time: bigint): Promise<Holdings> {
  const { topics } = await admin.metadata({ topics: [topic] });
  const count = topics.get(topic)?.partitionsCount ?? 0;
  const offsets = async (timestamp: bigint): Promise<readonly bigint[]> => {
    const partitions = Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
    const [listed] = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    const found = new Map(listed?.partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]));
    return partitions.map(({ partitionIndex }) => found.get(partitionIndex) ?? -1n);
  };
  const [first, end, younger, groups] = await Promise.all([
    offsets(earliest),
    offsets(latest),
    offsets(time),
    groupsOf(admin, topic, count),
  ]);
  const sum = (upTo: (index: number) => bigint) =>
    first.reduce((total, offset, index) => total + upTo(index) - offset, 0n);
  const endOf = (index: number) => end[index] ?? 0n;
  // Where no record is as young as that, all are older.
  const youngerFrom = (index: number) => ((younger[index] ?? -1n) < 0n ? endOf(index) : (younger[index] as bigint));
  return { records: sum(endOf), older: sum(youngerFrom), groups };
}

async function groupsOf(admin: Admin, topic: string, count: number): Promise<readonly string[]> {
  // Without being asked for by both their protocols, groups of the newer one are left out.
  const ids = [...(await admin.listGroups({ types: ["classic", "consumer"] })).keys()];
  if (ids.length === 0) {
    return [];
  }
  const partitionIndexes = Array.from({ length: count }, (_, index) => index);
  const listed = await admin.listConsumerGroupOffsets({
    groups: ids.map((groupId) => ({ groupId, topics: [{ name: topic, partitionIndexes }] })),
  });
  return listed
    .filter(({ topics }) =>
      topics.some(({ name, partitions }) => name === topic && partitions.some((one) => one.committedOffset >= 0n)),
    )
    .map(({ groupId }) => groupId)
    .sort();
}
