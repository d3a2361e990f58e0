/** Ways to harm a topic, and what each one loses. */
export const harms = {
  removal: "all its records; the same under another name is another topic",
  recreation: "all its records: it is made anew, as with fewer partitions",
  "fewer-replicas": "records, when machines fail together",
  "other-cleanup": "records that the other way of cleaning up does not keep",
  "shorter-retention": "records that are older, or more, than what is kept from then on",
  "weaker-guard": "what stands between the next change and its records",
  "more-partitions": "the order of a key's records from before and after the change",
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
