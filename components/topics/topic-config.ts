import { milliseconds, quantity } from "../../lib/units";

/** What a topic is to be. */
export interface TopicArgs {
  /** The team that answers for it. */
  readonly owner: string;
  /** What a lost record would mean. */
  readonly class: "standard" | "critical" | "immutable";
  /** Who may see its records. */
  readonly classification: string;
  /** Whether consumers count on the order of the records of a key. */
  readonly keyed: boolean;
  /** The subject of its values' schema. @default none */
  readonly schemaSubject?: string | undefined;
  /** The number of partitions; it may grow and never shrink. */
  readonly partitions: number;
  /** Brokers that hold each record. */
  readonly replicationFactor: number;
  /** Replicas that must have a record before `acks=all` is answered. */
  readonly minInsyncReplicas: number;
  readonly cleanupPolicy: string;
  /** How long records stay, where the policy deletes: a duration, or `forever`. */
  readonly retention: string;
  /** The size of a partition from which its oldest records go, as a Kubernetes quantity. @default none */
  readonly retentionBytes?: string | undefined;
  /** What is written to it in a second, each record once, as a Kubernetes quantity. @default not stated */
  readonly expectedRate?: string | undefined;
  /** For how long disks are planned, where records are not deleted by their age: a duration. @default not stated */
  readonly plannedFor?: string | undefined;
  /** Further settings, as Kafka names them. @default none */
  readonly config?: Readonly<Record<string, string>> | undefined;
}

/**
 * The settings of a topic as Kafka has them. How its records are cleaned up, how long they stay, and how many copies a
 * write needs, is in it, and not left to the brokers' defaults.
 */
export const topicConfig = (topic: TopicArgs): Record<string, string> => ({
  ...topic.config,
  "cleanup.policy": topic.cleanupPolicy,
  "min.insync.replicas": String(topic.minInsyncReplicas),
  "retention.bytes": topic.retentionBytes === undefined ? "-1" : String(quantity(topic.retentionBytes)),
  "retention.ms": topic.retention === "forever" ? "-1" : String(milliseconds(topic.retention)),
  "unclean.leader.election.enable": "false",
});
