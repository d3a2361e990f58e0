import { type BrokerAnswer, isView, type PartitionView } from "./broker-client";
import { type Quorum, quorumLacks } from "./quorum";
import { partitionName } from "./readiness-judge";
import { type PodFacts, podLacks, type RolloutFacts, rolloutLacks } from "./rollout-judge";
import { sample } from "./sample";

/** Another set of pods on which those that restart depend, or which depends on them. */
export interface OtherSet {
  /** The name of its StatefulSet. */
  readonly statefulSet: string;
  /** How far its last change has come; a text where the Kubernetes API gives no answer. */
  readonly rollout: RolloutFacts | string;
}

/** The brokers, with what their topics need. */
export interface BrokerFacts {
  /** An answer for each broker, in the order of their ids; a text where nobody could be asked. */
  readonly answers: readonly BrokerAnswer[] | string;
  /** Of each topic, how many replicas have to have a record before a write is answered. */
  readonly minInsyncReplicas: ReadonlyMap<string, number>;
  /** The same of topics that are not listed. */
  readonly defaultMinInsyncReplicas: number;
  /** Who keeps their metadata; a text where it could not be asked. @default with ZooKeeper, there is no such quorum */
  readonly quorum?: Quorum | string;
}

/** The pods that Kubernetes makes anew for a template; all of them where it is not known yet. */
export const restarting = (pods: readonly PodFacts[], template: string | undefined): readonly PodFacts[] =>
  pods.filter((pod) => template === undefined || pod.template !== template);

/** Whether a pod is there for others: its restart takes something away. */
export const serves = ({ ready, stopping }: PodFacts): boolean => ready && !stopping;

/**
 * Whether brokers have a say in a restart of what keeps their metadata. Not where none of them serves: nothing is left
 * to lose, and the change may be what brings them up. And not where the set goes back to a template that it had: what
 * is wrong with brokers may have come with the change that is taken back.
 *
 * @param template the template that the set is to have; nothing where it is not known yet
 * @param kept the templates that the set had
 */
export const brokersHaveASay = (
  brokers: RolloutFacts | string,
  template: string | undefined,
  kept: readonly string[],
): boolean =>
  (typeof brokers === "string" || brokers.pods.some(serves)) && (template === undefined || !kept.includes(template));

/** Everything that speaks against restarting pods of a set one by one, each as one line. */
export const restartObstacles = (
  statefulSet: string,
  rollout: RolloutFacts,
  others: readonly OtherSet[],
  brokers: BrokerFacts | undefined,
): string[] => [
  ...ownObstacles(statefulSet, rollout),
  ...others.flatMap((other) => otherObstacles(other)),
  ...(brokers === undefined ? [] : brokerObstacles(brokers)),
];

const podNames = (statefulSet: string, { replicas }: RolloutFacts): string[] =>
  Array.from({ length: replicas }, (_none, ordinal) => `${statefulSet}-${ordinal}`);

// Pods that are ready but of an older revision are between two steps of a roll, which goes on one by one either way.
function ownObstacles(statefulSet: string, rollout: RolloutFacts): string[] {
  const lacking = podNames(statefulSet, rollout).flatMap((name) =>
    podLacks(
      name,
      rollout.pods.find((pod) => pod.name === name),
    ),
  );
  return rollout.observed
    ? lacking
    : ["Kubernetes has not taken in the last change of the StatefulSet yet", ...lacking];
}

const otherObstacles = ({ statefulSet, rollout }: OtherSet): string[] =>
  rolloutLacks(rollout, typeof rollout === "string" ? [] : podNames(statefulSet, rollout));

function brokerObstacles({ answers, quorum, ...needs }: BrokerFacts): string[] {
  if (typeof answers === "string") {
    return [answers];
  }
  const views = answers.filter(isView);
  const silent = answers.flatMap((answer, id) =>
    isView(answer) ? [] : [`broker ${id} does not answer at ${answer.address}: ${answer.error}`],
  );
  const unknown = answers
    .map((_answer, id) => id)
    .filter((id) => views.some(({ brokers }) => !brokers.some((broker) => broker.id === id)));
  const thin = worstViews(views.flatMap(({ partitions }) => partitions)).flatMap((partition) =>
    thinness(partition, needs.minInsyncReplicas.get(partition.topic) ?? needs.defaultMinInsyncReplicas),
  );
  return [
    ...silent,
    ...unknown.map((id) => `broker ${id} is not known as alive to all others`),
    ...(quorum === undefined ? [] : typeof quorum === "string" ? [quorum] : quorumLacks(quorum)),
    ...(thin.length === 0
      ? []
      : [`${thin.length} ${thin.length === 1 ? "partition" : "partitions"} can spare no replica: ${sample(thin)}`]),
  ];
}

// Brokers may know of a change at different moments: in sync is what all of them call so.
function worstViews(partitions: readonly PartitionView[]): PartitionView[] {
  const worst = new Map<string, PartitionView>();
  for (const one of partitions) {
    const name = partitionName(one);
    const seen = worst.get(name);
    worst.set(name, seen === undefined ? one : { ...one, isr: one.isr.filter((id) => seen.isr.includes(id)) });
  }
  return [...worst.values()].sort((a, b) => (partitionName(a) < partitionName(b) ? -1 : 1));
}

// A topic that needs all of its replicas stops with every restart of any broker, as whoever made it so wanted it: that
// would keep the brokers from ever being updated. It is asked to have all of them.
function thinness(partition: PartitionView, needed: number): string[] {
  const { replicas, isr } = partition;
  return isr.length >= Math.min(needed + 1, replicas.length)
    ? []
    : [`${partitionName(partition)} (${isr.length} of ${replicas.length} in sync, ${needed} needed)`];
}
