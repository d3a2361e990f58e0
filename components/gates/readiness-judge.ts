import type { BrokerAnswer, BrokerView } from "./broker-client";

/** The brokers' StatefulSet and pods. */
export interface RolloutFacts {
  /** Whether the StatefulSet's controller has taken in the newest specification. */
  readonly observed: boolean;
  /** The revision that every pod is to have. */
  readonly revision: string;
  readonly pods: readonly PodFacts[];
}

export interface PodFacts {
  readonly name: string;
  readonly revision: string;
  readonly ready: boolean;
  readonly stopping: boolean;
  /** What Kubernetes says about a pod that is not ready. */
  readonly reason?: string;
}

/** All that is known at one moment. */
export interface Observation {
  /** A text where the Kubernetes API gives no answer. */
  readonly rollout: RolloutFacts | string;
  /** An answer for each broker, in the order of their ids. */
  readonly brokers: readonly BrokerAnswer[];
}

/** What the cluster is to be. */
export interface Expected {
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
  ...rolloutLacks(observation.rollout, expected),
  ...observation.brokers.flatMap((answer, id) => brokerLacks(answer, id, expected)),
  ...replicaLacks(observation.brokers),
];

function rolloutLacks(rollout: RolloutFacts | string, expected: Expected): string[] {
  if (typeof rollout === "string") {
    return [rollout];
  }
  if (!rollout.observed) {
    return ["Kubernetes has not taken in the change of the StatefulSet yet"];
  }
  const pods = expected.pods.map((name) => [name, rollout.pods.find((pod) => pod.name === name)] as const);
  const old = pods.filter(([, pod]) => pod !== undefined && !pod.stopping && pod.revision !== rollout.revision);
  return [
    ...pods.filter((entry) => !old.includes(entry)).flatMap(([name, pod]) => podLacks(name, pod)),
    // Last, since the roll waits for what is wrong with the others.
    ...old.map(([name]) => `pod ${name} waits for its turn in the roll`),
  ];
}

function podLacks(name: string, pod: PodFacts | undefined): string[] {
  if (pod === undefined) {
    return [`pod ${name} does not exist yet`];
  }
  if (pod.stopping) {
    return [`pod ${name} is stopping, to be made anew`];
  }
  return pod.ready ? [] : [`pod ${name} is not ready${pod.reason === undefined ? "" : `: ${pod.reason}`}`];
}

function brokerLacks(answer: BrokerAnswer, id: number, expected: Expected): string[] {
  if ("error" in answer) {
    return [`broker ${id} does not answer at ${answer.address}: ${answer.error}`];
  }
  if (answer.clusterId !== expected.clusterId) {
    return [`${answer.address} leads to the Kafka cluster ${answer.clusterId}, not to ${expected.clusterId}`];
  }
  const unknown = expected.pods
    .map((_name, other) => other)
    .filter((other) => !answer.brokers.some((b) => b.id === other));
  const late = expected.metadataOffset !== undefined && answer.metadataOffset < expected.metadataOffset;
  return [
    ...unknown.map((other) => `broker ${id} does not know broker ${other} as alive`),
    ...(late
      ? [`broker ${id} follows the cluster's metadata at ${answer.metadataOffset} of ${expected.metadataOffset}`]
      : []),
  ];
}

// Brokers may know of a change at different moments: in sync is what all of them call so.
function replicaLacks(answers: readonly BrokerAnswer[]): string[] {
  const partitions = new Map<number, Set<string>>();
  for (const { partition, brokers } of answers.filter(isView).flatMap(({ behind }) => behind)) {
    for (const id of brokers) {
      partitions.set(id, (partitions.get(id) ?? new Set()).add(partition));
    }
  }
  return [...partitions]
    .sort(([a], [b]) => a - b)
    .map(([id, behind]) => `broker ${id} is out of sync in ${behind.size} partitions: ${sample([...behind].sort())}`);
}

const shown = 3;

const sample = (names: readonly string[]): string =>
  names.slice(0, shown).join(", ") + (names.length > shown ? ", …" : "");

const isView = (answer: BrokerAnswer): answer is BrokerView => !("error" in answer);

/** The furthest metadata offset among the brokers, once each of them has answered. */
export function furthestOffset(answers: readonly BrokerAnswer[]): number | undefined {
  const views = answers.filter(isView);
  return views.length < answers.length || views.length === 0
    ? undefined
    : Math.max(...views.map(({ metadataOffset }) => metadataOffset));
}
