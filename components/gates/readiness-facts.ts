import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "./kubernetes-client";
import type { PodFacts, RolloutFacts } from "./readiness-judge";

/** Which pods are meant. */
export interface RolloutArgs {
  readonly namespace: string;
  readonly statefulSet: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Asks Kubernetes how far a change of the StatefulSet has come; a text says that it does not answer. */
export async function rolloutFacts(apis: KubernetesApis, args: RolloutArgs): Promise<RolloutFacts | string> {
  const { namespace, statefulSet: name } = args;
  const labelSelector = Object.entries(args.labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
  try {
    const [statefulSet, pods] = await Promise.all([
      apis.apps.readNamespacedStatefulSet({ namespace, name }),
      apis.core.listNamespacedPod({ namespace, labelSelector }),
    ]);
    const { metadata, status } = statefulSet;
    return {
      observed: status?.observedGeneration === metadata?.generation,
      revision: status?.updateRevision ?? "",
      pods: pods.items.map(podFacts),
    };
  } catch (error) {
    return `the Kubernetes API does not answer: ${(error as Error).message.split("\n")[0]}`;
  }
}

/** A pod as {@link RolloutFacts} wants it. */
export function podFacts({ metadata, status }: client.V1Pod): PodFacts {
  const condition = (type: string) => status?.conditions?.find((candidate) => candidate.type === type);
  const ready = condition("Ready")?.status === "True";
  const scheduled = condition("PodScheduled");
  const state = status?.containerStatuses?.[0];
  const stopped = state?.state?.terminated ?? state?.lastState?.terminated;
  const reasons = [
    scheduled?.status === "False" ? scheduled.message : undefined,
    [state?.state?.waiting?.reason, state?.state?.waiting?.message].filter(Boolean).join(", "),
    stopped && `it stopped with exit code ${stopped.exitCode}: ${lastLines(stopped.message)}`,
  ].filter(Boolean);
  return {
    name: metadata?.name ?? "",
    revision: metadata?.labels?.["controller-revision-hash"] ?? "",
    ready,
    stopping: metadata?.deletionTimestamp !== undefined,
    ...(!ready && reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}

const lastLines = (log: string | undefined): string => (log ?? "").trim().split("\n").slice(-3).join(" | ");

/**
 * The newest warning about each object of the namespace, for whoever has to find out why nothing goes on.
 *
 * @param since leaves out the warnings of earlier troubles
 */
export async function warnings({ core }: KubernetesApis, namespace: string, since: Date): Promise<string[]> {
  try {
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector: "type=Warning" });
    const newest = new Map(
      items
        .filter((event) => timeOf(event) >= since.getTime())
        .sort((a, b) => timeOf(a) - timeOf(b))
        .map(({ involvedObject: { kind, name }, reason, message }) => [`${kind} ${name}`, `${reason}: ${message}`]),
    );
    return [...newest].map(([object, text]) => `${object}: ${text.split("\n")[0]}`);
  } catch {
    return []; // the report is complete without them
  }
}

const timeOf = ({ lastTimestamp, eventTime, metadata }: client.CoreV1Event): number =>
  new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();
