import type * as client from "@kubernetes/client-node";
import { marksOf, templateAnnotation } from "../workload/ensemble";
import type { KubernetesApis } from "./kubernetes-client";
import { existing, permitted } from "./kubernetes-errors";
import type { PodFacts, RolloutFacts } from "./rollout-judge";

/** Which pods are meant. */
export interface RolloutArgs {
  readonly namespace: string;
  readonly statefulSet: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Asks Kubernetes how far a change of the StatefulSet has come; a text says that it does not answer. */
export async function rolloutFacts(apis: KubernetesApis, args: RolloutArgs): Promise<RolloutFacts | string> {
  const { namespace, statefulSet: name } = args;
  const labelSelector = selectorOf(args.labels);
  try {
    const [statefulSet, pods] = await Promise.all([
      existing(apis.apps.readNamespacedStatefulSet({ namespace, name })),
      apis.core.listNamespacedPod({ namespace, labelSelector }),
    ]);
    const { metadata, spec, status } = statefulSet ?? {};
    return {
      ...(statefulSet && { marks: marksOf(metadata?.annotations, spec?.template?.metadata?.annotations) }),
      observed: status?.observedGeneration === metadata?.generation,
      revision: status?.updateRevision ?? "",
      // Pods may be there without their StatefulSet, and nothing at all may be.
      replicas: spec?.replicas ?? pods.items.length,
      partition: spec?.updateStrategy?.rollingUpdate?.partition ?? 0,
      pods: pods.items.map(podFacts),
    };
  } catch (error) {
    return silence(error);
  }
}

/**
 * The templates that the StatefulSet has and had, by their names, as far as Kubernetes keeps them: all that pods still
 * have, and the last ten of the others. A text says that it does not answer.
 */
export async function keptTemplates(apis: KubernetesApis, args: RolloutArgs): Promise<readonly string[] | string> {
  const labelSelector = selectorOf(args.labels);
  try {
    const kept = await permitted(
      apis.apps.listNamespacedControllerRevision({ namespace: args.namespace, labelSelector }),
    );
    return (kept?.items ?? []).flatMap(
      ({ data }) => templateIn((data as RevisionData | undefined)?.spec?.template?.metadata) ?? [],
    );
  } catch (error) {
    return silence(error);
  }
}

// What the client library has no type for: a StatefulSet's revision is a patch of its template.
interface RevisionData {
  readonly spec?: { readonly template?: { readonly metadata?: client.V1ObjectMeta } };
}

const templateIn = (metadata: client.V1ObjectMeta | undefined): string | undefined =>
  metadata?.annotations?.[templateAnnotation];

const silence = (error: unknown): string =>
  `the Kubernetes API does not answer: ${(error as Error).message.split("\n")[0]}`;

/** Labels as a query of the Kubernetes API wants them. */
export const selectorOf = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

/** A pod as {@link RolloutFacts} wants it. */
export function podFacts({ metadata, status }: client.V1Pod): PodFacts {
  const condition = (type: string) => status?.conditions?.find((candidate) => candidate.type === type);
  const ready = condition("Ready")?.status === "True";
  const scheduled = condition("PodScheduled");
  const state = currentContainer(status);
  const stopped = state?.state?.terminated ?? state?.lastState?.terminated;
  const reasons = [
    scheduled?.status === "False" ? scheduled.message : undefined,
    [state?.state?.waiting?.reason, state?.state?.waiting?.message].filter(Boolean).join(", "),
    stopped && `it stopped with exit code ${stopped.exitCode}: ${lastLines(stopped.message)}`,
  ].filter(Boolean);
  const template = templateIn(metadata);
  return {
    name: metadata?.name ?? "",
    ...(template !== undefined && { template }),
    revision: metadata?.labels?.["controller-revision-hash"] ?? "",
    ready,
    stopping: metadata?.deletionTimestamp !== undefined,
    ...(!ready && reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}

/** The container that holds up a pod: the first of its init containers that is not done, or else the main one. */
export const currentContainer = (status: client.V1PodStatus | undefined): client.V1ContainerStatus | undefined =>
  status?.initContainerStatuses?.find(({ state }) => state?.terminated?.exitCode !== 0) ??
  status?.containerStatuses?.[0];

const lastLines = (log: string | undefined): string => (log ?? "").trim().split("\n").slice(-3).join(" | ");
