import { nearest } from "../lib/nearest";

/** What is wrong with a further setting of a topic. */
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

// What is no whole number, and what it is.
const others: Readonly<Record<string, { readonly pattern: RegExp; readonly rule: string; readonly remedy: string }>> = {
  "compression.type": {
    pattern: /^(uncompressed|zstd|lz4|snappy|gzip|producer)$/,
    rule: "must be uncompressed, zstd, lz4, snappy, gzip or producer",
    remedy: "Write one of these",
  },
  "message.timestamp.type": {
    pattern: /^(CreateTime|LogAppendTime)$/,
    rule: "must be CreateTime or LogAppendTime",
    remedy: "Write one of these",
  },
  "min.cleanable.dirty.ratio": {
    pattern: /^(0(\.\d+)?|1(\.0+)?)$/,
    rule: "must be a number from 0 to 1",
    remedy: "Write it as 0.5",
  },
  preallocate: { pattern: /^(true|false)$/, rule: "must be true or false", remedy: "Write one of these" },
  ...Object.fromEntries(
    ["follower.replication.throttled.replicas", "leader.replication.throttled.replicas"].map((key) => [
      key,
      {
        pattern: /^(\*|\d+:\d+(,\d+:\d+)*)$/,
        rule: "must be pairs of partition and broker, or *",
        remedy: "Write them as 0:1,1:2",
      },
    ]),
  ),
};

const int = 2n ** 31n - 1n;
const long = 2n ** 63n - 1n;

// What Kafka takes of the others (LogConfig of 4.2), which are whole numbers.
const bounds: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  "compression.gzip.level": [-1n, 9n],
  "compression.lz4.level": [1n, 17n],
  "compression.zstd.level": [-131_072n, 22n],
  "delete.retention.ms": [0n, long],
  "file.delete.delay.ms": [0n, long],
  "flush.messages": [1n, long],
  "flush.ms": [0n, long],
  "index.interval.bytes": [0n, int],
  "max.compaction.lag.ms": [1n, long],
  "max.message.bytes": [0n, int],
  "message.timestamp.after.max.ms": [0n, long],
  "message.timestamp.before.max.ms": [0n, long],
  "min.compaction.lag.ms": [0n, long],
  "segment.bytes": [2n ** 20n, int],
  "segment.index.bytes": [4n, int],
  "segment.jitter.ms": [0n, long],
  "segment.ms": [1n, long],
};

/** Judges the value of a topic's further setting whose name is right; a right one gives nothing. */
export function judgeConfigValue(key: string, value: string): WrongKey | undefined {
  const other = others[key];
  if (other !== undefined) {
    return other.pattern.test(value) ? undefined : other;
  }
  const [least, most] = bounds[key] ?? [0n, long];
  return /^-?\d{1,19}$/.test(value) && least <= BigInt(value) && BigInt(value) <= most
    ? undefined
    : {
        rule: `must be a whole number from ${least} to ${most}, in the unit that the setting's name says`,
        remedy: "Write the number alone, as 86400000 for a day in milliseconds",
      };
}

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
