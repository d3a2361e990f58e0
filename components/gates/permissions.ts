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
  /** Those that get their credentials in a Secret, by their namespaces. */
  readonly applications: readonly { readonly namespace: string }[];
}

// The Kubernetes provider makes things by server-side apply, which is a patch, and reads a thing before it changes it.
const made = ["get", "create", "patch"];
// What it waits for, it watches.
const awaited = ["list", "watch"];
// What an `up` may delete: what a setting no longer asks for, and what is made anew since it cannot be changed.
const removed = ["delete", ...awaited];

const always: readonly Action[] = [
  { group: "", resource: "nodes", verbs: ["list"] },
  { group: "", resource: "namespaces", verbs: made },
  { group: "storage.k8s.io", resource: "storageclasses", verbs: ["list"] },
  { group: "", resource: "pods", verbs: ["list"] },
  { group: "", resource: "pods", subresource: "log", verbs: ["get"] },
  { group: "", resource: "services", verbs: ["list", ...made] },
  { group: "", resource: "configmaps", verbs: [...made, ...removed] },
  { group: "", resource: "secrets", verbs: ["get"] },
  { group: "", resource: "persistentvolumeclaims", verbs: ["get", "list", "patch"] },
  { group: "apps", resource: "statefulsets", verbs: [...made, ...awaited] },
  { group: "apps", resource: "controllerrevisions", verbs: ["list"] },
  { group: "policy", resource: "poddisruptionbudgets", verbs: made },
  { group: "networking.k8s.io", resource: "networkpolicies", verbs: made },
  { group: "cert-manager.io", resource: "certificates", verbs: [...made, ...removed] },
  { group: "cert-manager.io", resource: "issuers", verbs: [...made, ...removed] },
];

const forPriority: readonly Action[] = [{ group: "scheduling.k8s.io", resource: "priorityclasses", verbs: ["get"] }];

const forZones: readonly Action[] = [
  // Nobody may give away what they may not do themselves.
  { group: "", resource: "nodes", verbs: ["get"] },
  { group: "", resource: "serviceaccounts", verbs: [...made, ...removed] },
  { group: "rbac.authorization.k8s.io", resource: "clusterroles", verbs: [...made, ...removed] },
  { group: "rbac.authorization.k8s.io", resource: "clusterrolebindings", verbs: [...made, ...removed] },
];

// In the namespace of each application.
const forApplications: readonly Action[] = [
  { group: "", resource: "namespaces", verbs: ["get"] },
  { group: "", resource: "secrets", verbs: [...made, "delete"] },
];

const ofTheWholeCluster = ["nodes", "storageclasses", "clusterroles", "clusterrolebindings", "priorityclasses"];

// The checks look into all namespaces for these; whatever else is listed, read or changed is in the platform's own. A
// namespace that is there can be read and changed by whom a role in it allows this; none can be made so.
const listedEverywhere = ["pods", "services"];

function scopeOf(resource: string, verb: string, namespace: string) {
  if (ofTheWholeCluster.includes(resource) || (resource === "namespaces" && verb === "create")) {
    return {};
  }
  if (verb === "list" && listedEverywhere.includes(resource)) {
    return {};
  }
  return resource === "namespaces" ? { namespace, name: namespace } : { namespace };
}

/** What the program has to do and may not, as `create namespaces`, or `get secrets in orders`. */
export async function deniedActions({ authorization }: KubernetesApis, needs: PermissionNeeds): Promise<string[]> {
  const { namespace: own, priorityClass, zones, applications } = needs;
  const actions = [...always, ...(priorityClass === undefined ? [] : forPriority), ...(zones ? forZones : [])];
  const namespaces = [...new Set(applications.map(({ namespace }) => namespace))];
  const wanted = [
    ...actions.map((action) => ({ ...action, namespace: own, where: "" })),
    ...namespaces.flatMap((namespace) =>
      forApplications.map((action) => ({ ...action, namespace, where: ` in ${namespace}` })),
    ),
  ].flatMap(({ verbs, ...rest }) => verbs.map((verb) => ({ ...rest, verb })));
  const answers = await Promise.all(
    wanted.map(async ({ verb, namespace, where, ...action }) => {
      const spec = { resourceAttributes: { ...action, verb, ...scopeOf(action.resource, verb, namespace) } };
      const review = await authorization.createSelfSubjectAccessReview({ body: { spec } });
      const name = action.subresource === undefined ? action.resource : `${action.resource}/${action.subresource}`;
      return review.status?.allowed ? [] : [`${verb} ${name}${where}`];
    }),
  );
  return answers.flat();
}
