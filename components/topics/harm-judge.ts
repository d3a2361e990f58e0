import type { Harm } from "../../lib/harms";
import { arrow, knownAmount, knownCount, knownSetting } from "./known-setting";

/** A topic as the Kafka provider has it. */
export interface TopicInputs {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  /** Settings that are not Kafka's default, as Kafka names them. */
  readonly config: Readonly<Record<string, string>>;
}

/** What a change does to a topic that loses something. */
export interface Harmful {
  readonly harm: Harm;
  /** The change, as `partitions 24 → 12`. */
  readonly what: string;
  /** What goes at once, where that is all that is lost: records from this age on, in milliseconds, or any. */
  readonly goes?: { readonly olderThan: number } | "any";
}

/**
 * Everything in a change of a topic that loses something. What is not known may be anything, so it counts as a loss.
 *
 * @param keyed whether the order of a key's records matters
 */
export const harmsOf = (before: TopicInputs, after: TopicInputs, keyed: boolean): readonly Harmful[] => [
  ...partitions(before, after, keyed),
  ...replicas(before, after),
  ...cleanup(before, after),
  ...retentions.flatMap((retention) => shorter(retention, before, after)),
  ...clock(before, after),
];

function partitions(before: TopicInputs, after: TopicInputs, keyed: boolean): Harmful[] {
  const [from, to] = [knownCount(before.partitions), knownCount(after.partitions)];
  const what = arrow("partitions", from, to);
  if (from === to) {
    return [];
  }
  if (from === undefined || to === undefined || to < from) {
    return [{ harm: "recreation", what }];
  }
  return keyed ? [{ harm: "more-partitions", what }] : [];
}

const inSync = ({ config }: TopicInputs) => knownAmount(config, "min.insync.replicas", "1");

function replicas(before: TopicInputs, after: TopicInputs): Harmful[] {
  const counts = [
    ["replicationFactor", knownCount(before.replicationFactor), knownCount(after.replicationFactor)],
    ["min.insync.replicas", inSync(before), inSync(after)],
  ] as const;
  return counts.flatMap(([name, from, to]) =>
    from !== to && (from === undefined || to === undefined || to < from)
      ? [{ harm: "fewer-replicas", what: arrow(name, from, to) } as const]
      : [],
  );
}

function policyOf({ config }: TopicInputs): string | undefined {
  const parts = knownSetting(config, "cleanup.policy", "delete")
    ?.split(",")
    .map((part) => part.trim());
  return parts?.every((part) => ["compact", "delete", ""].includes(part)) ? parts.sort().join(",") : undefined;
}

function cleanup(before: TopicInputs, after: TopicInputs): Harmful[] {
  const [from, to] = [policyOf(before), policyOf(after)];
  return from === to ? [] : [{ harm: "other-cleanup", what: arrow("cleanup.policy", from, to) }];
}

interface Retention {
  readonly key: string;
  /** What a topic has that does not say it, by Kafka 3.9 and 4.2. */
  readonly byDefault: string;
  /** Whether a negative number means that nothing goes. */
  readonly unbounded: boolean;
}

// The settings with which fewer records stay, or not for so long, when they are lowered.
const retentions: readonly Retention[] = [
  { key: "retention.ms", byDefault: "604800000", unbounded: true },
  { key: "retention.bytes", byDefault: "-1", unbounded: true },
  { key: "min.compaction.lag.ms", byDefault: "0", unbounded: false },
  { key: "max.compaction.lag.ms", byDefault: "9223372036854775807", unbounded: false },
  { key: "delete.retention.ms", byDefault: "86400000", unbounded: false },
];

function shorter({ key, byDefault, unbounded }: Retention, before: TopicInputs, after: TopicInputs): Harmful[] {
  const [from, to] = [before, after].map(({ config }) => knownAmount(config, key, byDefault));
  if (from === to) {
    return [];
  }
  const harm = "shorter-retention";
  const what = arrow(key, from, to);
  if (from === undefined || to === undefined) {
    return [{ harm, what }];
  }
  const isLower = unbounded && from < 0n ? to >= 0n : to < from && !(unbounded && to < 0n);
  return isLower ? [{ harm, what, goes: key === "retention.ms" ? { olderThan: Number(to) } : "any" }] : [];
}

// With the producer's clock, a record may be older than it is.
function clock(before: TopicInputs, after: TopicInputs): Harmful[] {
  const key = "message.timestamp.type";
  const [from, to] = [before, after].map(({ config }) => {
    const type = knownSetting(config, key, "CreateTime");
    return type === "CreateTime" || type === "LogAppendTime" ? type : undefined;
  });
  return from === "LogAppendTime" && to !== from ? [{ harm: "shorter-retention", what: arrow(key, from, to) }] : [];
}

/** What decides how a topic is guarded, as far as Kafka does not know it. */
export interface Promises {
  readonly class: "standard" | "critical" | "immutable";
  /** Whether consumers count on the order of the records of a key. */
  readonly keyed: boolean;
}

const classes = ["standard", "critical", "immutable"] as const;

/** The promises that ask for the most. @param other @default none */
export const strictest = (one: Promises, other: Promises = one): Promises => ({
  class: classes.indexOf(other.class) > classes.indexOf(one.class) ? other.class : one.class,
  keyed: one.keyed || other.keyed,
});

/** Everything in a change of a topic's promises that makes the guard ask for less. */
export const weakened = (before: Promises, after: Promises): readonly Harmful[] => [
  ...(classes.indexOf(after.class) < classes.indexOf(before.class)
    ? [{ harm: "weaker-guard", what: arrow("class", before.class, after.class) } as const]
    : []),
  ...(before.keyed && !after.keyed
    ? [{ harm: "weaker-guard", what: arrow("keyed", before.keyed, after.keyed) } as const]
    : []),
];
