import { type BrokerAnswer, type BrokerView, isView } from "./broker-client";
import { type RolloutFacts, rolloutLacks } from "./rollout-judge";
import { sample } from "./sample";

/** What keeps the cluster's metadata. */
export type Mode = "kraft" | "zookeeper";

/** All that is known at one moment. */
export interface Observation {
  /** A text where the Kubernetes API gives no answer. */
  readonly rollout: RolloutFacts | string;
  /** An answer for each broker, in the order of their ids. */
  readonly brokers: readonly BrokerAnswer[];
}

/** What the cluster is to be. */
export interface Expected {
  readonly mode: Mode;
  readonly pods: readonly string[];
  readonly clusterId: string;
  /**
   * The offset of the metadata log that every broker has to have reached: what the furthest of them had reached when
   * all were first heard.
   */
  readonly metadataOffset?: number | undefined;
}

/** Everything that the cluster lacks before clients may use it, each as one line; empty when it is ready. */
export const lacks = (observation: Observation, expected: Expected): string[] => [
  ...rolloutLacks(observation.rollout, expected.pods),
  ...observation.brokers.flatMap((answer, id) => brokerLacks(answer, id, expected)),
  ...(expected.mode === "zookeeper" ? disagreements(observation.brokers) : []),
  ...replicaLacks(observation.brokers),
];

/** Whether all pods are as they should be, and a broker does not answer all the same. */
export const isOutOfReach = ({ rollout, brokers }: Observation, pods: readonly string[]): boolean =>
  rolloutLacks(rollout, pods).length === 0 && !brokers.every(isView);

function brokerLacks(answer: BrokerAnswer, id: number, expected: Expected): string[] {
  if (!isView(answer)) {
    return [`broker ${id} does not answer at ${answer.address}: ${answer.error}`];
  }
  if (answer.clusterId !== expected.clusterId) {
    return [`${answer.address} leads to the Kafka cluster ${answer.clusterId}, not to ${expected.clusterId}`];
  }
  const unknown = expected.pods
    .map((_name, other) => other)
    .filter((other) => !answer.brokers.some((b) => b.id === other));
  return [
    ...unknown.map((other) => `broker ${id} does not know broker ${other} as alive`),
    ...(expected.mode === "kraft" ? offsetLacks(answer, id, expected) : []),
  ];
}

function offsetLacks({ metadataOffset: reached }: BrokerView, id: number, { metadataOffset }: Expected): string[] {
  if (reached === undefined) {
    return [`broker ${id} has not read the cluster's metadata yet`];
  }
  return metadataOffset !== undefined && reached < metadataOffset
    ? [`broker ${id} follows the cluster's metadata at ${reached} of ${metadataOffset}`]
    : [];
}

// With ZooKeeper there is no offset to compare: the controller tells each broker what it has to know, so they are level
// when they name the same controller and the same partitions.
function disagreements(answers: readonly BrokerAnswer[]): string[] {
  const views = [...answers.entries()].flatMap(([id, answer]) => (isView(answer) ? [{ id, answer }] : []));
  const controllers = new Set(views.map(({ answer }) => answer.controller));
  const known = views.map(({ id, answer }) => ({ id, names: new Set(answer.partitions.map(partitionName)) }));
  const all = [...new Set(known.flatMap(({ names }) => [...names]))].sort();
  return [
    ...(controllers.has(-1) ? ["a broker knows no controller of the cluster"] : []),
    ...(controllers.size > 1 ? [`the brokers name different controllers: ${[...controllers].sort().join(", ")}`] : []),
    ...known.flatMap(({ id, names }) => {
      const missing = all.filter((name) => !names.has(name));
      return missing.length === 0
        ? []
        : [`broker ${id} has not heard of ${missing.length} partitions: ${sample(missing)}`];
    }),
  ];
}

/** A partition as Kafka's own logs write it. */
export const partitionName = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}-${partition}`;

// Brokers may know of a change at different moments: in sync is what all of them call so.
function replicaLacks(answers: readonly BrokerAnswer[]): string[] {
  const partitions = new Map<number, Set<string>>();
  for (const partition of answers.filter(isView).flatMap((view) => view.partitions)) {
    for (const id of partition.replicas.filter((replica) => !partition.isr.includes(replica))) {
      partitions.set(id, (partitions.get(id) ?? new Set()).add(partitionName(partition)));
    }
  }
  return [...partitions]
    .sort(([a], [b]) => a - b)
    .map(([id, behind]) => `broker ${id} is out of sync in ${behind.size} partitions: ${sample([...behind].sort())}`);
}

/** The furthest metadata offset among the brokers, once each of them has answered. */
export function furthestOffset(answers: readonly BrokerAnswer[]): number | undefined {
  const offsets = answers.flatMap((answer) => (isView(answer) ? (answer.metadataOffset ?? []) : []));
  return offsets.length < answers.length || offsets.length === 0 ? undefined : Math.max(...offsets);
}
