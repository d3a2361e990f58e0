import type { CoordinationName } from "../../kafka/coordination";

/** A StatefulSet as a cluster that exists is compared with it. */
export interface SetChange {
  /** Its name, as `kafka`. */
  readonly name: string;
  /** What one of its pods is, for messages, as `broker`. */
  readonly member: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many pods, each on a node of its own among its kind. */
  readonly count?: number | undefined;
  /** The size of each pod's volume, as a Kubernetes quantity. */
  readonly volumeSize?: string | undefined;
  /** The setting that holds its volumes' size, as `storage.size`, for remedies. */
  readonly sizeSetting: string;
  /** The setting that holds its count, as `kafka.brokers`, for remedies. */
  readonly countSetting: string;
}

/** A StatefulSet that is about to be made or changed. */
export interface SetNeeds extends SetChange {
  readonly count: number;
  readonly volumeSize: string;
  /** What each pod requests, as Kubernetes quantities. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** The settings' section that sizes it, as `kraft.controllers`, for remedies. */
  readonly section: string;
}

/** What a cluster that exists is compared with. What settings with mistakes do not tell is absent, and not compared. */
export interface ChangeNeeds {
  readonly namespace: string;
  /** The stack to which the namespace and all in it have to belong, as its label has it. */
  readonly stack: string;
  /** The brokers. */
  readonly brokers: SetChange;
  /** The pods that keep the metadata. @default none: the first three brokers do */
  readonly coordinators?: SetChange | undefined;
  readonly coordination?: CoordinationName | undefined;
  /** The names of all Services of the platform in its namespace. */
  readonly services: readonly string[];
  /** Those of the brokers' EXTERNAL addresses, in the order of their ids. */
  readonly externalServices: readonly string[];
  /** The Kafka version of the image, as `4.2.0`. */
  readonly version?: string | undefined;
  /** The release whose metadata format is wanted, as `"4.2"`. @default none, with ZooKeeper */
  readonly metadataVersion?: string | undefined;
  readonly certificates: { readonly authorities: readonly number[] };
  /** The StorageClass of the volumes. @default the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** An application that gets its credentials in Secrets. */
export interface ApplicationNeeds {
  /** As the catalog calls it. */
  readonly name: string;
  /** Its own namespace. */
  readonly namespace: string;
  /** The names of the Secrets there. */
  readonly secrets: readonly string[];
}

/** What is about to be made. */
export interface Needs extends ChangeNeeds {
  readonly applications: readonly ApplicationNeeds[];
  readonly brokers: SetNeeds;
  readonly coordinators?: SetNeeds | undefined;
  readonly coordination: CoordinationName;
  readonly version: string;
  readonly certificates: { readonly authorities: readonly number[]; readonly issuer: number };
  /** With NodePort, the port of each broker; empty with LoadBalancer. */
  readonly nodePorts: readonly number[];
  /** Whether administrators reach the brokers at the addresses of their nodes. */
  readonly nodeAddresses: boolean;
  /** Whether brokers learn the zone of their node. */
  readonly zones: boolean;
  /** @default the cluster's default priority */
  readonly priorityClass?: string | undefined;
}
