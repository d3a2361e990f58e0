import type * as client from "@kubernetes/client-node";
import { quantity } from "../../lib/units";
import type { KubernetesApis } from "./kubernetes-client";
import type { ClusterFacts, NodeFacts, StorageClassFacts } from "./preflight-judge";

/** Which of the cluster's objects are the platform's own. */
export interface Own {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly statefulSet: string;
  readonly services: readonly string[];
}

/** Asks the cluster for everything that {@link ClusterFacts} holds. */
export async function clusterFacts(apis: KubernetesApis, own: Own): Promise<ClusterFacts> {
  const [denied, nodes, pods, classes, capacities, services, deployed] = await Promise.all([
    deniedActions(apis, own.namespace),
    permitted(apis.core.listNode()),
    permitted(apis.core.listPodForAllNamespaces({ fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" })),
    permitted(apis.storage.listStorageClass()),
    permitted(apis.storage.listCSIStorageCapacityForAllNamespaces()),
    permitted(apis.core.listServiceForAllNamespaces()),
    exists(apis.apps.readNamespacedStatefulSet({ name: own.statefulSet, namespace: own.namespace })),
  ]);
  return {
    denied,
    deployed,
    ...(nodes && { nodes: nodes.items.map((node) => nodeFacts(node, pods?.items ?? [], own)) }),
    ...(classes && { storageClasses: classes.items.map((one) => storageClassFacts(one, capacities?.items ?? [])) }),
    ...(services && { takenNodePorts: services.items.flatMap((service) => takenNodePorts(service, own)) }),
  };
}

/** What a node offers to brokers: what it has, less what pods other than brokers request. */
export function nodeFacts(node: client.V1Node, pods: readonly client.V1Pod[], own: Own): NodeFacts {
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
): StorageClassFacts {
  // Each entry is about a part of the cluster, such as a node.
  const largest = capacities
    .filter(({ storageClassName }) => storageClassName === metadata?.name)
    .flatMap(({ maximumVolumeSize, capacity }) => maximumVolumeSize ?? capacity ?? [])
    .map(quantity);
  return {
    name: metadata?.name ?? "",
    isDefault: metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    expandable: allowVolumeExpansion ?? false,
    ...(largest.length > 0 && { largestVolume: Math.max(...largest) }),
  };
}

function takenNodePorts({ metadata, spec }: client.V1Service, own: Own) {
  const isOwn = metadata?.namespace === own.namespace && own.services.includes(metadata.name ?? "");
  const service = `${metadata?.namespace}/${metadata?.name}`;
  return isOwn ? [] : (spec?.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [{ port: nodePort, service }] : []));
}

const actions: readonly { readonly group: string; readonly resource: string; readonly verbs: readonly string[] }[] = [
  { group: "", resource: "nodes", verbs: ["list"] },
  { group: "", resource: "namespaces", verbs: ["create"] },
  { group: "storage.k8s.io", resource: "storageclasses", verbs: ["list"] },
  { group: "", resource: "pods", verbs: ["list"] },
  { group: "", resource: "services", verbs: ["list", "create", "patch"] },
  { group: "", resource: "configmaps", verbs: ["create", "delete"] },
  { group: "apps", resource: "statefulsets", verbs: ["get", "create", "patch"] },
  { group: "policy", resource: "poddisruptionbudgets", verbs: ["create", "patch"] },
];

// What is listed is listed for all namespaces, what is changed is in the platform's own.
async function deniedActions({ authorization }: KubernetesApis, namespace: string): Promise<string[]> {
  const wanted = actions.flatMap(({ verbs, ...rest }) => verbs.map((verb) => ({ ...rest, verb })));
  const answers = await Promise.all(
    wanted.map(async ({ group, resource, verb }) => {
      const scope = verb === "list" || resource === "namespaces" ? {} : { namespace };
      const spec = { resourceAttributes: { group, resource, verb, ...scope } };
      const review = await authorization.createSelfSubjectAccessReview({ body: { spec } });
      return review.status?.allowed ? [] : [`${verb} ${resource}`];
    }),
  );
  return answers.flat();
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

async function exists(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) {
      return false;
    }
    throw error;
  }
}

/** The HTTP status with which the Kubernetes API refused, if that is what the error is about. */
export const statusOf = (error: unknown): number | undefined =>
  (error as { code?: unknown }).code as number | undefined;
