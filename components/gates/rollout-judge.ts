/** How far a change of a StatefulSet has come. */
export interface RolloutFacts {
  /** Whether the StatefulSet's controller has taken in the newest specification. */
  readonly observed: boolean;
  /** The revision that every pod is to have. */
  readonly revision: string;
  /** How many pods there are to be. */
  readonly replicas: number;
  /** Pods with a lower number than this are kept from the roll, by hand. @default 0 */
  readonly partition?: number;
  readonly pods: readonly PodFacts[];
  /** By which the StatefulSet is known again: see marksOf. @default none: there is no StatefulSet */
  readonly marks?: string;
}

/** What Kubernetes says of one pod of a set. */
export interface PodFacts {
  readonly name: string;
  readonly revision: string;
  /** What the pod says which template it was made from. @default none: it was made without such a word */
  readonly template?: string;
  readonly ready: boolean;
  readonly stopping: boolean;
  /** What Kubernetes says about a pod that is not ready. */
  readonly reason?: string;
}

/** Everything that a roll still lacks, each as one line; empty when it is done. A text is the API's silence. */
export function rolloutLacks(rollout: RolloutFacts | string, expected: readonly string[]): string[] {
  if (typeof rollout === "string") {
    return [rollout];
  }
  if (!rollout.observed) {
    return ["Kubernetes has not taken in the change of the StatefulSet yet"];
  }
  const pods = expected.map((name) => [name, rollout.pods.find((pod) => pod.name === name)] as const);
  const old = pods.filter(([, pod]) => pod !== undefined && !pod.stopping && pod.revision !== rollout.revision);
  return [
    ...pods.filter((entry) => !old.includes(entry)).flatMap(([name, pod]) => podLacks(name, pod)),
    // Last, since the roll waits for what is wrong with the others.
    ...old.map(([name]) => `pod ${name} waits for its turn in the roll`),
    ...(old.length > 0 && (rollout.partition ?? 0) > 0
      ? [
          `the StatefulSet keeps pods below number ${rollout.partition} from the roll: set ` +
            "spec.updateStrategy.rollingUpdate.partition to 0 by kubectl",
        ]
      : []),
  ];
}

/** What keeps a pod from being there for others. */
export function podLacks(name: string, pod: PodFacts | undefined): string[] {
  if (pod === undefined) {
    return [`pod ${name} does not exist yet`];
  }
  if (pod.stopping) {
    return [`pod ${name} is stopping, to be made anew`];
  }
  return pod.ready ? [] : [`pod ${name} is not ready${pod.reason === undefined ? "" : `: ${pod.reason}`}`];
}
