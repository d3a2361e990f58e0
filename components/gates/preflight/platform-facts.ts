import type * as client from "@kubernetes/client-node";
import { stackLabel } from "../../namespace/stack-label";
import type { KubernetesApis } from "../kubernetes-client";
import { existing, permitted } from "../kubernetes-errors";
import { deployedFacts } from "./deployed";
import type { PlatformFacts, SetFacts } from "./facts";
import type { ChangeNeeds } from "./needs";
import { nodeAddresses } from "./node-facts";
import { claimsOf } from "./storage-facts";

/** What is looked for, and how brokers are reached from the nodes' addresses. */
export interface PlatformArgs extends ChangeNeeds {
  readonly bootstrap: (nodeAddresses: readonly string[]) => readonly string[];
}

/** What is in the cluster, the platform's and others'. Absent is what the program may not list. */
export interface Listed {
  readonly nodes?: readonly client.V1Node[];
  readonly pods?: readonly client.V1Pod[];
  readonly services?: readonly client.V1Service[];
}

/** Lists what is in the cluster. */
export async function listed({ core }: KubernetesApis): Promise<Listed> {
  const [nodes, pods, services] = await Promise.all([
    permitted(core.listNode()),
    permitted(core.listPodForAllNamespaces({ fieldSelector: "status.phase!=Succeeded,status.phase!=Failed" })),
    permitted(core.listServiceForAllNamespaces()),
  ]);
  return {
    ...(nodes && { nodes: nodes.items }),
    ...(pods && { pods: pods.items }),
    ...(services && { services: services.items }),
  };
}

/** Asks the cluster for everything that {@link PlatformFacts} holds. */
export async function platformFacts(
  apis: KubernetesApis,
  args: PlatformArgs,
  { nodes = [], pods = [], services = [] }: Listed,
): Promise<PlatformFacts> {
  const { namespace } = args;
  const needed = [args.brokers, ...(args.coordinators === undefined ? [] : [args.coordinators])];
  const [owner, claimList, ...statefulSets] = await Promise.all([
    existing(apis.core.readNamespace({ name: namespace })),
    permitted(apis.core.listNamespacedPersistentVolumeClaim({ namespace })),
    ...needed.map(({ name }) => existing(apis.apps.readNamespacedStatefulSet({ name, namespace }))),
  ]);
  const found = statefulSets.filter((set) => set !== undefined);
  const own = found.filter((set) => !isForeign(set));
  const setOf = (name: string) => own.find(({ metadata }) => metadata?.name === name);
  const claims = needed.map((set) => ({ set, ...claimsOf(set, setOf(set.name), claimList?.items ?? []) }));
  const brokers = setOf(args.brokers.name);
  return {
    foreign: [
      ...found.filter(isForeign).map(({ metadata }) => `StatefulSet ${metadata?.name}`),
      ...services
        .filter((service) => isOwnService(service, args) && isForeign(service))
        .map(({ metadata }) => `Service ${metadata?.name}`),
    ],
    foreignClaims: claims.flatMap(({ foreign }) => foreign),
    sets: Object.fromEntries(own.map((set) => [set.metadata?.name ?? "", setFacts(set)])),
    claims: Object.fromEntries(claims.flatMap(({ set, own }) => (own === undefined ? [] : [[set.name, own] as const]))),
    ...(owner && { existingNamespace: { stack: owner.metadata?.labels?.[stackLabel] } }),
    ...(brokers && {
      deployed: await deployedFacts(apis, brokers, { sets: own, pods }, args, args.bootstrap(nodeAddresses(nodes))),
    }),
  };
}

/** Whether a Service has the name of one of the platform's. */
export const isOwnService = ({ metadata }: client.V1Service, { namespace, services }: ChangeNeeds): boolean =>
  metadata?.namespace === namespace && services.includes(metadata.name ?? "");

// The API server notes who has set which fields; the provider gives its name to all that it makes.
const isForeign = ({ metadata }: client.V1Service | client.V1StatefulSet): boolean =>
  !metadata?.managedFields?.some(({ manager }) => manager?.startsWith("pulumi-"));

const setFacts = ({ spec }: client.V1StatefulSet): SetFacts => ({ replicas: spec?.replicas ?? 1 });
