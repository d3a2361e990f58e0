import { nearest } from "../lib/nearest";

/** What is wrong with a name among a topic's further settings. */
interface WrongKey {
  readonly rule: string;
  readonly remedy: string;
}

// What decides about loss, and the field of a topic that says it.
const fields: Readonly<Record<string, string>> = {
  "cleanup.policy": "cleanupPolicy",
  "min.insync.replicas": "minInsyncReplicas",
  "retention.bytes": "retentionBytes",
  "retention.ms": "retention",
};

const unclean = "unclean.leader.election.enable";

// Kafka 4.2's, but for those above and for tiered storage, which the platform does not have.
const known: readonly string[] = [
  "compression.gzip.level",
  "compression.lz4.level",
  "compression.type",
  "compression.zstd.level",
  "delete.retention.ms",
  "file.delete.delay.ms",
  "flush.messages",
  "flush.ms",
  "follower.replication.throttled.replicas",
  "index.interval.bytes",
  "leader.replication.throttled.replicas",
  "max.compaction.lag.ms",
  "max.message.bytes",
  "message.timestamp.after.max.ms",
  "message.timestamp.before.max.ms",
  "message.timestamp.type",
  "min.cleanable.dirty.ratio",
  "min.compaction.lag.ms",
  "preallocate",
  "segment.bytes",
  "segment.index.bytes",
  "segment.jitter.ms",
  "segment.ms",
];

/** Judges a name among a topic's further settings; a right one gives nothing. */
export function judgeConfigKey(key: string): WrongKey | undefined {
  if (known.includes(key)) {
    return undefined;
  }
  if (key === unclean) {
    return {
      rule: "must not be set for one topic: it is false for all, so that no leader lacks acknowledged records",
      remedy: "Remove it",
    };
  }
  if (Object.hasOwn(fields, key)) {
    return {
      rule: "must not repeat what the topic says in a field of its own",
      remedy: `Use ${fields[key]}`,
    };
  }
  return { rule: "is no topic setting of Kafka 4.2 that the platform knows", remedy: remedyFor(key) };
}

function remedyFor(key: string): string {
  const meant = nearest(key, [...known, ...Object.keys(fields), unclean]);
  if (meant === undefined || meant === unclean) {
    return `Remove it, or use one of ${known.join(", ")}`;
  }
  const field = fields[meant];
  return field === undefined ? `Write ${meant}` : `Use ${field}, which is ${meant}`;
}
