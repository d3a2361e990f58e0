import type { KubernetesApis } from "./kubernetes-client";

// The Kubernetes provider makes things by server-side apply, which is a patch.
const actions: readonly { readonly group: string; readonly resource: string; readonly verbs: readonly string[] }[] = [
  { group: "", resource: "nodes", verbs: ["list"] },
  { group: "", resource: "namespaces", verbs: ["get", "create", "patch"] },
  { group: "storage.k8s.io", resource: "storageclasses", verbs: ["list"] },
  { group: "", resource: "pods", verbs: ["list"] },
  { group: "", resource: "services", verbs: ["list", "create", "patch"] },
  { group: "", resource: "configmaps", verbs: ["create", "patch", "delete"] },
  { group: "apps", resource: "statefulsets", verbs: ["get", "create", "patch"] },
  { group: "policy", resource: "poddisruptionbudgets", verbs: ["create", "patch"] },
];

// What is listed is listed for all namespaces, what is changed is in the platform's own. A namespace that is there can
// be read and changed by whom a role in it allows this; none can be made so.
function scopeOf(resource: string, verb: string, namespace: string) {
  if (verb === "list" || (resource === "namespaces" && verb === "create")) {
    return {};
  }
  return resource === "namespaces" ? { namespace, name: namespace } : { namespace };
}

/** What the program has to do and may not, as `create namespaces`. */
export async function deniedActions({ authorization }: KubernetesApis, namespace: string): Promise<string[]> {
  const wanted = actions.flatMap(({ verbs, ...rest }) => verbs.map((verb) => ({ ...rest, verb })));
  const answers = await Promise.all(
    wanted.map(async ({ group, resource, verb }) => {
      const spec = { resourceAttributes: { group, resource, verb, ...scopeOf(resource, verb, namespace) } };
      const review = await authorization.createSelfSubjectAccessReview({ body: { spec } });
      return review.status?.allowed ? [] : [`${verb} ${resource}`];
    }),
  );
  return answers.flat();
}
