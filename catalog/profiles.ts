import { never, type Topic } from "./topic";

type Needed = "owner" | "purpose" | "classification" | "partitions";

/** What a team says of a topic. The profile says the rest; all but the class may be said otherwise. */
type Said = Pick<Topic, Needed> & Partial<Omit<Topic, Needed | "class">>;

const replicated = { replicationFactor: 3, minInsyncReplicas: 2 } as const;

/** A stream of events with keys: a week of them, and then they go. */
export const standard = (said: Said): Topic => ({
  keyed: true,
  ...replicated,
  cleanupPolicy: "delete",
  retention: "7d",
  ...said,
  class: "standard",
});

/**
 * Records that are to be written exactly once, the last one of each key for a month. Who produces to such a topic has to
 * have transactional ids.
 */
export const critical = (said: Said): Topic => ({
  keyed: true,
  ...replicated,
  cleanupPolicy: "compact,delete",
  retention: "30d",
  ...said,
  class: "critical",
});

/** Records that are to be written exactly once, and that nothing ever erases: no age, no newer record, no tombstone. */
export const immutable = (said: Said): Topic => ({
  keyed: true,
  ...replicated,
  cleanupPolicy: "compact",
  retention: "forever",
  ...said,
  class: "immutable",
  config: {
    // No record ever gets old enough for compaction …
    "min.compaction.lag.ms": never,
    // … and its age is the broker's to say, not the producer's.
    "message.timestamp.type": "LogAppendTime",
    ...said.config,
  },
});
