import type * as client from "@kubernetes/client-node";
import { quantity } from "../../lib/units";
import { stackLabel } from "../namespace/stack-label";
import type { KubernetesApis } from "./kubernetes-client";
import { selects } from "./label-selector";
import { deniedActions } from "./permissions";
import type { ClusterFacts, NodeFacts, SegmentFacts, StorageClassFacts } from "./preflight-judge";

/** Which of the cluster's objects are the platform's own. */
export interface Own {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly statefulSet: string;
  readonly services: readonly string[];
}

/** Asks the cluster for everything that {@link ClusterFacts} holds. */
export async function clusterFacts(apis: KubernetesApis, own: Own): Promise<ClusterFacts> {
  const [denied, nodes, pods, classes, capacities, services, namespace, brokers] = await Promise.all([
    deniedActions(apis, own.namespace),
    permitted(apis.core.listNode()),
    permitted(apis.core.listPodForAllNamespaces({ fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" })),
    permitted(apis.storage.listStorageClass()),
    permitted(apis.storage.listCSIStorageCapacityForAllNamespaces()),
    permitted(apis.core.listServiceForAllNamespaces()),
    existing(apis.core.readNamespace({ name: own.namespace })),
    existing(apis.apps.readNamespacedStatefulSet({ name: own.statefulSet, namespace: own.namespace })),
  ]);
  return {
    denied,
    deployed: brokers !== undefined,
    ...(namespace && { existingNamespace: { stack: namespace.metadata?.labels?.[stackLabel] } }),
    ...(brokers && { deployedVolumeSize: volumeSizeOf(brokers) }),
    ...(nodes && { nodes: nodes.items.map((node) => nodeFacts(node, pods?.items ?? [], own)) }),
    ...(classes && {
      storageClasses: classes.items.map((one) => storageClassFacts(one, capacities?.items ?? [], nodes?.items)),
    }),
    ...(services && { takenNodePorts: services.items.flatMap((service) => takenNodePorts(service, own)) }),
  };
}

/** What a node offers to brokers: what it has, less what pods other than brokers request. */
function nodeFacts(node: client.V1Node, pods: readonly client.V1Pod[], own: Own): NodeFacts {
  const name = node.metadata?.name ?? "";
  const others = pods.filter((pod) => pod.spec?.nodeName === name && !isBroker(pod, own));
  const free = (resource: "cpu" | "memory") =>
    quantity(node.status?.allocatable?.[resource] ?? "0") - sum(others.map((pod) => requested(pod, resource)));
  const closed = closedBecause(node);
  return {
    name,
    address: node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address,
    ready: node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false,
    ...(closed !== undefined && { closed }),
    free: { cpu: free("cpu"), memory: free("memory") },
  };
}

// Kubernetes' own taints come and go with a node's condition, which is judged by itself; the others are decisions.
const passing = /^node(\.cloudprovider)?\.kubernetes\.io\//;

function closedBecause({ spec }: client.V1Node): string | undefined {
  if (spec?.unschedulable) {
    return "is cordoned";
  }
  const taint = spec?.taints?.find(({ effect, key }) => effect !== "PreferNoSchedule" && !passing.test(key));
  return taint && `has the taint ${taint.key}`;
}

const isBroker = ({ metadata }: client.V1Pod, { namespace, labels }: Own): boolean =>
  metadata?.namespace === namespace && Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);

const requested = (pod: client.V1Pod, resource: "cpu" | "memory"): number =>
  sum((pod.spec?.containers ?? []).map(({ resources }) => quantity(resources?.requests?.[resource] ?? "0")));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function storageClassFacts(
  { metadata, allowVolumeExpansion }: client.V1StorageClass,
  capacities: readonly client.V1CSIStorageCapacity[],
  nodes: readonly client.V1Node[] | undefined,
): StorageClassFacts {
  const segments = capacities
    .filter(({ storageClassName }) => storageClassName === metadata?.name)
    .flatMap((entry) => segmentFacts(entry, nodes));
  return {
    name: metadata?.name ?? "",
    isDefault: metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    expandable: allowVolumeExpansion ?? false,
    ...(segments.length > 0 && { segments }),
  };
}

// An entry is about the nodes that its topology selects, often a single one. Without a size, the
// scheduler passes it over too; where else nothing is known, nothing is limited.
function segmentFacts(
  { maximumVolumeSize, capacity, nodeTopology }: client.V1CSIStorageCapacity,
  nodes: readonly client.V1Node[] | undefined,
): SegmentFacts[] {
  const largest = maximumVolumeSize ?? capacity;
  if (largest === undefined) {
    return [];
  }
  const reached = nodes?.filter((node) => selects(nodeTopology ?? {}, node.metadata?.labels ?? {}));
  return [
    {
      largestVolume: quantity(largest),
      free: capacity === undefined ? Number.POSITIVE_INFINITY : quantity(capacity),
      nodes: reached?.length ?? Number.POSITIVE_INFINITY,
    },
  ];
}

// The template of the volumes, which nobody can change: a claim may have been enlarged by hand, and rightly so.
const volumeSizeOf = ({ spec }: client.V1StatefulSet): string | undefined =>
  spec?.volumeClaimTemplates?.[0]?.spec?.resources?.requests?.storage;

function takenNodePorts({ metadata, spec }: client.V1Service, own: Own) {
  const isOwn = metadata?.namespace === own.namespace && own.services.includes(metadata.name ?? "");
  const service = `${metadata?.namespace}/${metadata?.name}`;
  return isOwn ? [] : (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [{ port: nodePort, service }] : []));
}

// A refusal is told once, by the list of denied actions.
async function permitted<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 403) {
      return undefined;
    }
    throw error;
  }
}

async function existing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await permitted(answer);
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** The HTTP status with which the Kubernetes API refused, if that is what the error is about. */
export const statusOf = (error: unknown): number | undefined =>
  (error as { code?: unknown }).code as number | undefined;
