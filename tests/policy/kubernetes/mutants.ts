import { all, type Change, inList, type Mutant } from "../mutations";

/** The brokers' StatefulSet. */
export const brokers = ["kubernetes:apps/v1:StatefulSet", "kafka-brokers"] as const;
/** The dedicated controllers'. */
export const controllers = ["kubernetes:apps/v1:StatefulSet", "kafka-controller-controllers"] as const;
/** ZooKeeper's. */
export const zooKeeper = ["kubernetes:apps/v1:StatefulSet", "zookeeper-servers"] as const;

/** The same mutants, each in a list. */
export const hidden = (...mutants: readonly Mutant[]): readonly Mutant[] => mutants.map(inList);

/** A change that a title describes. */
export const mutant = (title: string, ...changes: readonly Change[]): Mutant => ({
  title,
  change: all(...changes),
});

/** Makes a resource of another type from it, by another name. */
export const as =
  (type: string, name: string, inputs?: object): Change =>
  (resource) => ({ ...resource, type, name, inputs: inputs ?? resource.inputs });

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
      command: ["orders"],
      env: [{ name: "KAFKA_HEAP_OPTS", value: "-Xms96m -Xmx96m" }],
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
