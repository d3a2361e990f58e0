import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { digestOf } from "./content-name";
import type { StatefulPod } from "./pod";
import { claimRetention, type StorageArgs, volumeClaimTemplate } from "./storage";

/** The annotation by which a pod says which template it was made from. */
export const templateAnnotation = "kafka-platform/template";

// The same for all of the StatefulSet.
const specificationAnnotation = "kafka-platform/specification";

/**
 * By what a StatefulSet is known again: the names of its specification and of its pods' template.
 *
 * @param ofSet the annotations of the StatefulSet
 * @param ofTemplate the annotations of its pods' template
 */
export const marksOf = (
  ofSet: Readonly<Record<string, string>> | undefined,
  ofTemplate: Readonly<Record<string, string>> | undefined,
): string =>
  `specification ${ofSet?.[specificationAnnotation] ?? "unknown"}, template ${ofTemplate?.[templateAnnotation] ?? "unknown"}`;

/** A set of pods, each with a name, a node and a volume of its own. */
export interface EnsembleArgs {
  /** What the pods are called together, as `brokers`: the StatefulSet's logical name ends in it. */
  readonly members: string;
  /** The name of the StatefulSet and of its disruption budget. */
  readonly name: string;
  /** The namespace, which has to exist. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly headlessService: string;
  /** Seconds for which a pod that was made anew has to be ready before the next one stops. @default 0 */
  readonly minReadySeconds?: number | undefined;
  /** The ports by which the pods find each other, for the headless Service. */
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string | number }[];
  readonly pod: StatefulPod;
  readonly storage: StorageArgs;
  /** Annotations of the StatefulSet. @default none */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** What has to be there before the pods. @default nothing */
  readonly after?: readonly pulumi.Input<pulumi.Resource>[] | undefined;
  /** What judges a change before it restarts a pod. */
  readonly beforeUpdate: pulumi.ResourceHook;
}

// The provider would wait for each object by rules of its own, which know nothing of replicas in sync and, for an
// update of a StatefulSet, end before the roll has begun. The gates wait for all of them at once.
/** The annotation of an object that is done, to Pulumi, as soon as Kubernetes has taken it. */
export const skipAwait = { "pulumi.com/skipAwait": "true" };

// The same for what is made or changed: it is enough that the object is there. Unlike skipAwait, this leaves the
// provider to wait until a deleted StatefulSet's pods have gone: they find each other by the Services, which go next,
// and hand over to each other before they stop.
const awaitDeletionOnly = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

/**
 * The StatefulSet, its headless Service and its disruption budget, of which one pod at a time may be missing.
 *
 * @param name the prefix of the resources' names
 * @param child names the parent
 */
export function ensemble(
  name: string,
  args: EnsembleArgs,
  child: pulumi.CustomResourceOptions,
): k8s.apps.v1.StatefulSet {
  const { namespace } = args;
  const budget = new k8s.policy.v1.PodDisruptionBudget(
    `${name}-disruption-budget`,
    {
      metadata: { name: args.name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: { ...args.labels } } },
    },
    child,
  );
  // They find each other by this Service before they are ready, and must: they become ready by finding each other.
  const headless = new k8s.core.v1.Service(
    `${name}-headless`,
    {
      metadata: { name: args.headlessService, namespace, annotations: skipAwait },
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: { ...args.labels },
        ports: [...args.ports],
      },
    },
    child,
  );
  const specification = {
    serviceName: args.headlessService,
    replicas: args.replicas,
    // One by one would never start: the first needs a second one for its quorum.
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
    minReadySeconds: args.minReadySeconds ?? 0,
    selector: { matchLabels: { ...args.labels } },
    persistentVolumeClaimRetentionPolicy: claimRetention(args.storage),
    template: marked(args.pod),
  };
  return new k8s.apps.v1.StatefulSet(
    `${name}-${args.members}`,
    {
      metadata: {
        name: args.name,
        namespace,
        annotations: {
          ...args.annotations,
          ...awaitDeletionOnly,
          [specificationAnnotation]: pulumi.output(specification).apply(digestOf),
        },
      },
      spec: { ...specification, volumeClaimTemplates: [volumeClaimTemplate(args.storage)] },
    },
    {
      ...child,
      hooks: { beforeUpdate: [args.beforeUpdate] },
      dependsOn: [budget, headless, ...(args.after ?? [])],
      // Replacing it, as a change of an immutable field would, stops all its pods at once.
      protect: true,
      // Kubernetes refuses a change of the claims' size here; the claims themselves grow.
      ignoreChanges: ["spec.volumeClaimTemplates"],
      customTimeouts: { delete: "15m" },
    },
  );
}

// Only the annotation waits for what is not known yet: the rest of the template is there for policies to judge.
const marked = (pod: StatefulPod) => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    annotations: { ...pod.metadata.annotations, [templateAnnotation]: pulumi.output(pod).apply(digestOf) },
  },
});
