import type * as client from "@kubernetes/client-node";
import { stackLabel } from "../../namespace/stack-label";
import type { KubernetesApis } from "../kubernetes-client";
import { existing, permitted } from "../kubernetes-errors";
import { deniedActions } from "../permissions";
import { deployedFacts } from "./deployed";
import type { ClusterFacts, SetFacts } from "./facts";
import type { Needs } from "./needs";
import { nodeFacts } from "./node-facts";
import { claimFacts, storageClassFacts } from "./storage-facts";

/** What is asked for: the needs, and how brokers are reached from the nodes' addresses. */
export interface ObserveArgs extends Needs {
  readonly bootstrap: (nodeAddresses: readonly string[]) => readonly string[];
}

/** Asks the cluster for everything that {@link ClusterFacts} holds. */
export async function clusterFacts(apis: KubernetesApis, args: ObserveArgs): Promise<ClusterFacts> {
  const { namespace } = args;
  const needed = [args.brokers, ...(args.coordinators === undefined ? [] : [args.coordinators])];
  const [denied, nodes, pods, classes, capacities, services, claims, owner, statefulSets, certManager, priority] =
    await Promise.all([
      deniedActions(apis, args),
      permitted(apis.core.listNode()),
      permitted(apis.core.listPodForAllNamespaces({ fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" })),
      permitted(apis.storage.listStorageClass()),
      permitted(apis.storage.listCSIStorageCapacityForAllNamespaces()),
      permitted(apis.core.listServiceForAllNamespaces()),
      permitted(apis.core.listNamespacedPersistentVolumeClaim({ namespace })),
      existing(apis.core.readNamespace({ name: namespace })),
      Promise.all(needed.map(({ name }) => existing(apis.apps.readNamespacedStatefulSet({ name, namespace })))),
      certManagerFacts(apis),
      priorityClassMissing(apis, args),
    ]);
  const own = (pod: client.V1Pod) => needed.some(({ labels }) => isOwn(pod, namespace, labels));
  const named = (services?.items ?? []).filter((service) => isOwnService(service, args));
  const sets = statefulSets.filter((set) => set !== undefined);
  const brokers = sets.find(({ metadata }) => metadata?.name === args.brokers.name);
  const addresses = (nodes?.items ?? []).flatMap(({ status }) =>
    (status?.addresses ?? []).flatMap(({ type, address }) => (type === "InternalIP" ? address : [])),
  );
  return {
    denied,
    foreign: [
      ...sets.filter(isForeign).map(({ metadata }) => `StatefulSet ${metadata?.name}`),
      ...named.filter(isForeign).map(({ metadata }) => `Service ${metadata?.name}`),
    ],
    sets: Object.fromEntries(sets.map((set) => [set.metadata?.name ?? "", setFacts(set)])),
    claims: Object.fromEntries(
      needed.flatMap(({ name }) => {
        const found = claimFacts(name, claims?.items ?? []);
        return found === undefined ? [] : [[name, found] as const];
      }),
    ),
    priorityClassMissing: priority,
    ...(certManager && { certManager }),
    ...(brokers && { deployed: await deployedFacts(apis, brokers, args, args.bootstrap(addresses.sort())) }),
    ...(owner && { existingNamespace: { stack: owner.metadata?.labels?.[stackLabel] } }),
    ...(nodes && { nodes: nodes.items.map((node) => nodeFacts(node, pods?.items ?? [], own)) }),
    ...(classes && {
      storageClasses: classes.items.map((one) => storageClassFacts(one, capacities?.items ?? [], nodes?.items)),
    }),
    ...(services && {
      takenNodePorts: services.items.filter((service) => !named.includes(service)).flatMap(nodePortsOf),
    }),
  };
}

const isOwn = ({ metadata }: client.V1Pod, namespace: string, labels: Readonly<Record<string, string>>): boolean =>
  metadata?.namespace === namespace && Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);

const isOwnService = ({ metadata }: client.V1Service, { namespace, services }: Needs): boolean =>
  metadata?.namespace === namespace && services.includes(metadata.name ?? "");

// The API server notes who has set which fields; the provider gives its name to all that it makes.
const isForeign = ({ metadata }: client.V1Service | client.V1StatefulSet): boolean =>
  !metadata?.managedFields?.some(({ manager }) => manager?.startsWith("pulumi-"));

const setFacts = ({ spec }: client.V1StatefulSet): SetFacts => ({ replicas: spec?.replicas ?? 1 });

const nodePortsOf = ({ metadata, spec }: client.V1Service) =>
  (spec?.ports ?? []).flatMap(({ nodePort }) =>
    nodePort ? [{ port: nodePort, service: `${metadata?.namespace}/${metadata?.name}` }] : [],
  );

const kinds = ["Certificate", "Issuer"];

async function certManagerFacts({ custom }: KubernetesApis): Promise<ClusterFacts["certManager"]> {
  const [list, definition] = await Promise.all([
    existing(custom.getAPIResources({ group: "cert-manager.io", version: "v1" })),
    existing(
      custom.getClusterCustomObject({
        group: "apiextensions.k8s.io",
        version: "v1",
        plural: "customresourcedefinitions",
        name: "certificates.cert-manager.io",
      }),
    ),
  ]);
  if (!kinds.every((kind) => list?.resources.some((resource) => resource.kind === kind))) {
    return undefined;
  }
  const { metadata } = (definition ?? {}) as { readonly metadata?: client.V1ObjectMeta };
  return { version: metadata?.labels?.["app.kubernetes.io/version"] };
}

async function priorityClassMissing({ custom }: KubernetesApis, { priorityClass }: Needs): Promise<boolean> {
  if (priorityClass === undefined) {
    return false;
  }
  const found = await existing(
    custom.getClusterCustomObject({
      group: "scheduling.k8s.io",
      version: "v1",
      plural: "priorityclasses",
      name: priorityClass,
    }),
  );
  return found === undefined;
}
