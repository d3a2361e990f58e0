import { never, type Topic } from "./topic";

/** What a team says of a topic; the profile says the rest, all of which may be said otherwise. */
type Said = Pick<Topic, "owner" | "purpose" | "classification" | "partitions"> & Partial<Topic>;

const replicated = { replicationFactor: 3, minInsyncReplicas: 2 } as const;

/** A stream of events with keys: a week of them, and then they go. */
export const standard = (said: Said): Topic => ({
  class: "standard",
  keyed: true,
  ...replicated,
  cleanupPolicy: "delete",
  retention: "7d",
  ...said,
});

/**
 * Records that are written exactly once, the last one of each key for a month. Who produces to such a topic needs a
 * transactional id, and gets a client profile that uses it.
 */
export const critical = (said: Said): Topic => ({
  class: "critical",
  keyed: true,
  ...replicated,
  cleanupPolicy: "compact,delete",
  retention: "30d",
  ...said,
});

/** Records that are written exactly once, and that nothing ever erases: no age, no newer record, no tombstone. */
export const immutable = (said: Said): Topic => ({
  class: "immutable",
  keyed: true,
  ...replicated,
  cleanupPolicy: "compact",
  retention: "forever",
  ...said,
  config: {
    // No record ever gets old enough for compaction …
    "min.compaction.lag.ms": never,
    // … and its age is the broker's to say, not the producer's.
    "message.timestamp.type": "LogAppendTime",
    ...said.config,
  },
});
