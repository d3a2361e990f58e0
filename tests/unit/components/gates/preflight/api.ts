import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "../../../../../components/gates/kubernetes-client";
import { needs } from "./example";

/** What is asked for. */
export const own = { ...needs, bootstrap: () => ["10.0.0.7:31090"] };

/** A node with two cores. */
export const node = (name: string, spec: Partial<client.V1NodeSpec> = {}) => ({
  metadata: { name, labels: { host: name } },
  spec,
  status: {
    addresses: [
      { type: "Hostname", address: name },
      { type: "InternalIP", address: "10.0.0.7" },
    ],
    allocatable: { cpu: "2", memory: "4Gi" },
    conditions: [{ type: "Ready", status: "True" }],
  },
});

/** An answer of the Kubernetes API that is none. */
export const refused = (code: number) => Promise.reject(Object.assign(new Error("refused"), { code }));

/** A cluster that answers with these objects. */
export function cluster(change: Record<string, () => Promise<unknown>> = {}): KubernetesApis {
  const items = (...list: unknown[]) => Promise.resolve({ items: list });
  const answers = {
    listNode: () => items(node("h1")),
    listPodForAllNamespaces: () => items(),
    listStorageClass: () => items(),
    listCSIStorageCapacityForAllNamespaces: () => items(),
    listServiceForAllNamespaces: () => items(),
    readNamespace: () => refused(404),
    listNamespacedPersistentVolumeClaim: () => items(),
    listNamespacedPod: () => items(),
    readNamespacedService: () => refused(404),
    readNamespacedSecret: () => refused(404),
    readNamespacedConfigMap: () => refused(404),
    getAPIResources: () => refused(404),
    getClusterCustomObject: () => refused(404),
    getNamespacedCustomObject: () => refused(404),
    readNamespacedStatefulSet: () => refused(404),
    createSelfSubjectAccessReview: () => Promise.resolve({ status: { allowed: true } }),
    ...change,
  };
  return {
    core: answers,
    apps: answers,
    storage: answers,
    authorization: answers,
    custom: answers,
    target: "",
  } as never;
}

/** The answer to a list. */
export const items =
  (...list: unknown[]) =>
  async () => ({ items: list });
