import type { Registration } from "../../components/mocks";
import type { Mutant } from "../mutations";

/** What the configuration of dev says of policies, and of platforms made from it. */
export const local = {
  "kubernetes-volumes": { retain: false },
  "kubernetes-images-pinned": { digests: false },
};

/** The brokers' StatefulSet. */
export const brokers = ["kubernetes:apps/v1:StatefulSet", "kafka-brokers"] as const;
/** The dedicated controllers'. */
export const controllers = ["kubernetes:apps/v1:StatefulSet", "kafka-controller-controllers"] as const;
/** ZooKeeper's. */
export const zooKeeper = ["kubernetes:apps/v1:StatefulSet", "zookeeper-servers"] as const;

/** A resource that is a list of what a resource was. */
export const inList = (resource: Registration): Registration => ({
  ...resource,
  type: `${resource.type}List`,
  inputs: { items: [resource.inputs] },
});

/** The same mutants, each in a list. */
export const hidden = (...mutants: readonly Mutant[]): readonly Mutant[] =>
  mutants.map(({ title, change, ...rest }) => ({
    ...rest,
    title: `in a list, ${title}`,
    change: (resource) => {
      const changed = change(resource);
      return changed && inList(changed);
    },
  }));

/** Does one after another. */
export const all =
  (...changes: readonly ((resource: Registration) => Registration)[]) =>
  (resource: Registration): Registration =>
    changes.reduce((changed, change) => change(changed), resource);

/** A change that a title describes. */
export const mutant = (title: string, ...changes: readonly ((resource: Registration) => Registration)[]): Mutant => ({
  title,
  change: all(...changes),
});

/** Makes a resource of another type from it, by another name. */
export const as =
  (type: string, name: string, inputs?: object) =>
  (resource: Registration): Registration => ({ ...resource, type, name, inputs: inputs ?? resource.inputs });

/** What stands beside the platform, of a type and with inputs of its own. */
export const beside = (title: string, type: string, inputs: object, name = "another"): Mutant => ({
  title,
  isBeside: true,
  change: as(type, name, inputs),
});

/** A pod within the restricted standard, as applications run it. */
export const applicationPod = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
  containers: [
    {
      name: "orders",
      image: "registry:5000/orders:1.2.3",
      env: [{ name: "KAFKA_HEAP_OPTS", value: "-Xmx96m" }],
      resources: { requests: { cpu: "50m", memory: "192Mi" }, limits: { memory: "256Mi" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        readOnlyRootFilesystem: true,
      },
    },
  ],
  volumes: [{ name: "tmp", emptyDir: {} }],
};

/** A workload of an application with one replica, in a namespace of its own. */
export const application = (
  pod: object = applicationPod,
  metadata: object = { name: "orders", namespace: "orders" },
) => ({
  metadata,
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "orders" } },
    template: { metadata: { labels: { app: "orders" } }, spec: pod },
  },
});

/** An application's Deployment. */
export const deployment = "kubernetes:apps/v1:Deployment";
