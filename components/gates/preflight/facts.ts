import type { SilentAddress } from "../broker-client";

/** What there is of the platform already, or in its place. */
export interface PlatformFacts {
  /** The namespace, where there is one of its name, with the stack that its label says it belongs to. */
  readonly existingNamespace?: { readonly stack: string | undefined };
  /** Objects of the platform's names that no Pulumi program made, as `Service kafka`. */
  readonly foreign: readonly string[];
  /** Volume claims, by their names, that pods of the platform would take and that are not its own. */
  readonly foreignClaims: readonly string[];
  /** The platform's own StatefulSets by their names, those that exist already. */
  readonly sets: Readonly<Record<string, SetFacts>>;
  /** The platform's own volume claims by the names of their StatefulSets, where there are any. */
  readonly claims: Readonly<Record<string, ClaimFacts>>;
  readonly deployed?: DeployedFacts;
}

/** What the cluster has, as far as it matters to what is about to be made. */
export interface ClusterFacts extends PlatformFacts {
  /** Things that the program has to do and may not, as `create namespaces`. */
  readonly denied: readonly string[];
  /** Absent where the program may not list them, as in the members below. */
  readonly nodes?: readonly NodeFacts[];
  readonly storageClasses?: readonly StorageClassFacts[];
  /** NodePorts that Services other than the platform's own have taken. */
  readonly takenNodePorts?: readonly { readonly port: number; readonly service: string }[];
  /** cert-manager, where its kinds can be made. */
  readonly certManager?: { readonly version?: string | undefined };
  /** The namespaces of applications that do not exist, each once. */
  readonly missingNamespaces: readonly string[];
  /** Secrets of applications' names that this stack did not make, as `orders/orders-kafka`. */
  readonly foreignSecrets: readonly string[];
  /** Whether the PriorityClass exists that is asked for. */
  readonly priorityClassMissing: boolean;
}

/** A StatefulSet that exists. */
export interface SetFacts {
  readonly replicas: number;
}

/** The volume claims of a StatefulSet, which may be there without it: they can outlive it. */
export interface ClaimFacts {
  readonly count: number;
  /** The size of the largest, as a Kubernetes quantity. */
  readonly largest: string;
  /** The StorageClasses that they name, each once; absent where none does. */
  readonly classes?: readonly string[];
}

/** What is known of a Kafka cluster that exists already. */
export interface DeployedFacts {
  /** How it keeps its metadata, as its annotation says; nothing where it has none. */
  readonly coordination: string | undefined;
  /** Whom its pods trust, and whom a pod will that its StatefulSets start next. */
  readonly trust: readonly TrustFacts[];
  /** Who issued the certificates that are in use, as `kafka-ca-1`. */
  readonly issuers: readonly string[];
  /** The level of the finalized metadata version, where a broker says so. */
  readonly metadataLevel?: number | undefined;
  /** The ids of the Kafka cluster by its brokers: by those that answer, or else by those that are Ready. */
  readonly clusterIds: readonly string[];
  /** Where brokers are Ready, and none answers. */
  readonly silence?: SilenceFacts | undefined;
}

/** What there is instead of the answers that brokers would have to give. */
export interface SilenceFacts {
  /** Where the brokers that are Ready were asked, and what came of it. */
  readonly answers: readonly SilentAddress[];
  /** The release whose metadata format was asked for last. @default none is known, as with ZooKeeper */
  readonly metadataVersion?: string | undefined;
  /** Whether brokers trust an authority that is not wanted any more. */
  readonly unwantedAuthority: boolean;
}

/** Whom a pod trusts, or the template of a StatefulSet. */
export interface TrustFacts {
  /** As `kafka-0`, or `the StatefulSet kafka`. */
  readonly holder: string;
  /** The generations of the authority that it trusts, of those that are wanted. */
  readonly authorities: readonly number[];
}

/** What Kubernetes says of a node. */
export interface NodeFacts {
  readonly name: string;
  /** The address that the other nodes know it by. */
  readonly address: string | undefined;
  readonly ready: boolean;
  /** Whether it takes no new pods for now, as before maintenance. */
  readonly cordoned: boolean;
  /** The taint that keeps the platform's pods away, where somebody gave it one. */
  readonly taint?: string;
  readonly zone?: string | undefined;
  /** Cores and bytes that pods other than the platform's leave. */
  readonly free: { readonly cpu: number; readonly memory: number };
}

/** What Kubernetes says of a StorageClass. */
export interface StorageClassFacts {
  readonly name: string;
  readonly isDefault: boolean;
  readonly expandable: boolean;
  /** Where there is still room for volumes of it, as far as its driver says so. */
  readonly segments?: readonly SegmentFacts[];
}

/** A part of the cluster, such as one node, that has storage of its own. Sizes are in bytes. */
export interface SegmentFacts {
  readonly largestVolume: number;
  readonly free: number;
  /** How many nodes can use it. */
  readonly nodes: number;
}
