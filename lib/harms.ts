/** Ways to harm a topic: what does it, and what it loses. */
export const harms = {
  removal: {
    by: "a topic that leaves the catalog, or has another name there: Kafka renames nothing",
    loses: "all its records",
  },
  recreation: {
    by: "fewer partitions, and whatever else deletes a topic and makes it again",
    loses: "all its records",
  },
  "fewer-replicas": {
    by: "a `replicationFactor` below 3, `minInsyncReplicas` below 2",
    loses: "records, when machines fail together",
  },
  "other-cleanup": {
    by: "another `cleanupPolicy`",
    loses: "records that the other way of cleaning up does not keep",
  },
  "shorter-retention": {
    by: "a shorter `retention`, a smaller `retentionBytes`, a shorter lag of compaction",
    loses: "records that are older, or more, than what is kept from then on",
  },
  "more-partitions": {
    by: "more partitions of a `keyed` topic",
    loses: "the order of a key's records from before and after the change",
  },
  "weaker-guard": {
    by: "a lower class, or `keyed: false`",
    loses: "what stands between the next change and its records",
  },
} as const;

/** A way to harm a topic. */
export type Harm = keyof typeof harms;

/** Leave to harm a topic. */
export interface Leave {
  /** The topic's name. */
  readonly topic: string;
  readonly allows: Harm;
}

/** Whether a topic may be harmed in this way. */
export const isAllowed = (leaves: readonly Leave[], topic: string, harm: Harm): boolean =>
  leaves.some((leave) => leave.topic === topic && leave.allows === harm);

/** Whether a topic may be deleted, or made anew. */
export const mayGo = (leaves: readonly Leave[], topic: string): boolean =>
  isAllowed(leaves, topic, "removal") || isAllowed(leaves, topic, "recreation");
