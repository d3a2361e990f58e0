import type { Output } from "@pulumi/pulumi";

/** The version of the outputs' shape. It rises when a member changes its meaning or goes; new members leave it. */
export const contractVersion = 1;

/** What the platform's stack tells the stacks of applications. */
export interface PlatformOutputs {
  readonly contractVersion: typeof contractVersion;
  /** The id that Kafka knows the cluster by: who connects can make sure that it is this one. */
  readonly clusterId: string;
  readonly bootstrapServers: {
    /** For applications in the cluster. */
    readonly client: string;
    /** For administrators outside it; one address for each broker, in the order of their ids. */
    readonly external: readonly string[];
  };
  /** The certificates of all authorities by which brokers prove themselves, as PEM. */
  readonly certificateAuthorities: string;
  /** The topics by their names. */
  readonly topics: Readonly<Record<string, TopicOutputs>>;
}

/** A topic as applications need to know it. */
export interface TopicOutputs {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** Outputs as the platform's own program has them: some are known only once the resources exist. */
export type Lifted<T> = T extends readonly (infer Item)[]
  ? readonly Lifted<Item>[] | Output<T>
  : T extends object
    ? { readonly [Key in keyof T]: Lifted<T[Key]> } | Output<T>
    : T | Output<T>;
