import type { AuthorityArgs } from "../certificates/authority";
import type { BrokerConfigArgs } from "../kafka/broker-config";
import type { NodePodArgs } from "../kafka/node-pod";
import type { ExternalArgs } from "../kafka/services";
import type { Resources } from "../workload/pod";
import type { StorageArgs } from "../workload/storage";

/** Pods that keep the cluster's metadata and no records. */
export interface CoordinatorSettings {
  readonly resources: Resources;
  readonly jvm: NodePodArgs["jvm"];
  /** The size of each one's volume, as a Kubernetes quantity. */
  readonly storageSize: string;
}

/** What a platform is made from, as a stack's settings have it. */
export interface PlatformSettings {
  readonly kubernetes: {
    readonly context?: string | undefined;
    readonly namespace: string;
    readonly priorityClass?: string | undefined;
  };
  readonly kafka: BrokerConfigArgs &
    Omit<NodePodArgs, "identity" | "priorityClass"> & {
      readonly coordination: "kraft" | "zookeeper";
      readonly brokers: number;
      readonly version: string;
      /** How long to wait for a roll: a duration. */
      readonly readyTimeout: string;
    };
  readonly kraft?:
    | {
        readonly metadataVersion: string;
        readonly controllers?: (CoordinatorSettings & { readonly count: number }) | undefined;
      }
    | undefined;
  readonly zookeeper?:
    | (CoordinatorSettings & { readonly servers: number; readonly image?: string | undefined })
    | undefined;
  readonly certificates: Pick<AuthorityArgs, "authorities" | "issuer" | "lifetime">;
  readonly storage: StorageArgs;
  readonly external: ExternalArgs;
  readonly zones?: { readonly image: string } | undefined;
}
