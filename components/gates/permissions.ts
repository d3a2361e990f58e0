import type { KubernetesApis } from "./kubernetes-client";

interface Action {
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly verbs: readonly string[];
}

/** What decides which permissions are needed. */
export interface PermissionNeeds {
  readonly namespace: string;
  /** Whether brokers learn the zone of their node. */
  readonly zones: boolean;
  readonly priorityClass?: string | undefined;
}

// The Kubernetes provider makes things by server-side apply, which is a patch.
const always: readonly Action[] = [
  { group: "", resource: "nodes", verbs: ["list"] },
  { group: "", resource: "namespaces", verbs: ["get", "create", "patch"] },
  { group: "storage.k8s.io", resource: "storageclasses", verbs: ["list"] },
  { group: "", resource: "pods", verbs: ["list"] },
  { group: "", resource: "pods", subresource: "log", verbs: ["get"] },
  { group: "", resource: "services", verbs: ["list", "get", "create", "patch"] },
  { group: "", resource: "configmaps", verbs: ["get", "create", "patch", "delete"] },
  { group: "", resource: "secrets", verbs: ["get"] },
  { group: "", resource: "persistentvolumeclaims", verbs: ["get", "list", "patch"] },
  { group: "apps", resource: "statefulsets", verbs: ["get", "create", "patch"] },
  { group: "policy", resource: "poddisruptionbudgets", verbs: ["create", "patch"] },
  { group: "networking.k8s.io", resource: "networkpolicies", verbs: ["create", "patch"] },
  { group: "cert-manager.io", resource: "certificates", verbs: ["get", "create", "patch"] },
  { group: "cert-manager.io", resource: "issuers", verbs: ["create", "patch"] },
];

const forPriority: readonly Action[] = [{ group: "scheduling.k8s.io", resource: "priorityclasses", verbs: ["get"] }];

const forZones: readonly Action[] = [
  { group: "", resource: "serviceaccounts", verbs: ["create", "patch"] },
  { group: "rbac.authorization.k8s.io", resource: "clusterroles", verbs: ["create", "patch"] },
  { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings", verbs: ["create", "patch"] },
];

const ofTheWholeCluster = ["clusterroles", "clusterrolebindings", "priorityclasses"];

// What is listed is listed for all namespaces, what is changed is in the platform's own. A namespace that is there can
// be read and changed by whom a role in it allows this; none can be made so.
function scopeOf(resource: string, verb: string, namespace: string) {
  if (ofTheWholeCluster.includes(resource) || (resource === "namespaces" && verb === "create")) {
    return {};
  }
  if (verb === "list" && resource !== "persistentvolumeclaims") {
    return {};
  }
  return resource === "namespaces" ? { namespace, name: namespace } : { namespace };
}

/** What the program has to do and may not, as `create namespaces`. */
export async function deniedActions({ authorization }: KubernetesApis, needs: PermissionNeeds): Promise<string[]> {
  const actions = [
    ...always,
    ...(needs.priorityClass === undefined ? [] : forPriority),
    ...(needs.zones ? forZones : []),
  ];
  const wanted = actions.flatMap(({ verbs, ...rest }) => verbs.map((verb) => ({ ...rest, verb })));
  const answers = await Promise.all(
    wanted.map(async ({ verb, ...action }) => {
      const spec = { resourceAttributes: { ...action, verb, ...scopeOf(action.resource, verb, needs.namespace) } };
      const review = await authorization.createSelfSubjectAccessReview({ body: { spec } });
      const name = action.subresource === undefined ? action.resource : `${action.resource}/${action.subresource}`;
      return review.status?.allowed ? [] : [`${verb} ${name}`];
    }),
  );
  return answers.flat();
}
