import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "../kubernetes-client";
import { existing, permitted } from "../kubernetes-errors";
import { deniedActions } from "../permissions";
import { applicationFacts } from "./applications";
import type { ClusterFacts } from "./facts";
import type { Needs } from "./needs";
import { nodeFacts } from "./node-facts";
import { isOwnService, listed, type PlatformArgs, platformFacts } from "./platform-facts";
import { storageClassFacts } from "./storage-facts";

/** What is asked for: the needs, and how brokers are reached from the nodes' addresses. */
export type ObserveArgs = Needs & PlatformArgs;

/** Asks the cluster for everything that {@link ClusterFacts} holds. */
export async function clusterFacts(apis: KubernetesApis, args: ObserveArgs): Promise<ClusterFacts> {
  const { namespace } = args;
  const all = await listed(apis);
  const [platform, applications, denied, classes, capacities, certManager, priority] = await Promise.all([
    platformFacts(apis, args, all),
    applicationFacts(apis, args),
    deniedActions(apis, args),
    permitted(apis.storage.listStorageClass()),
    permitted(apis.storage.listCSIStorageCapacityForAllNamespaces()),
    certManagerFacts(apis),
    priorityClassMissing(apis, args),
  ]);
  const needed = [args.brokers, ...(args.coordinators === undefined ? [] : [args.coordinators])];
  const own = (pod: client.V1Pod) => needed.some(({ labels }) => isOwn(pod, namespace, labels));
  const { nodes, pods = [], services } = all;
  return {
    ...platform,
    ...applications,
    denied,
    priorityClassMissing: priority,
    ...(certManager && { certManager }),
    ...(nodes && { nodes: nodes.map((node) => nodeFacts(node, pods, own)) }),
    ...(classes && {
      storageClasses: classes.items.map((one) => storageClassFacts(one, capacities?.items ?? [], nodes)),
    }),
    ...(services && {
      takenNodePorts: services.filter((service) => !isOwnService(service, args)).flatMap(nodePortsOf),
    }),
  };
}

const isOwn = ({ metadata }: client.V1Pod, namespace: string, labels: Readonly<Record<string, string>>): boolean =>
  metadata?.namespace === namespace && Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);

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
