import { arrow, knownAmount, knownCount, knownSetting } from "../../components/topics/known-setting";
import { resourceTypes } from "../../lib/resource-types";
import type { Loss } from "./losses";
import type { Resource, Step } from "./preview";

/** What becomes another of a topic for those who write and read it, though nothing is lost. */
export interface ClientChange {
  readonly topic: string;
  /** As `max.message.bytes 10485760 → 1000`. */
  readonly what: string;
}

interface Promised {
  readonly key: string;
  /** What holds where a topic does not say it, by Kafka 3.9 and 4.2. */
  readonly byDefault: string;
  /** The one way in which clients notice a change. @default both */
  readonly noticed?: "lowered" | "raised";
}

// What clients have been written for: larger records or other times are refused, writes wait for more replicas, readers
// find other times, another compression, or more records of a key than they did.
const promised: readonly Promised[] = [
  { key: "max.message.bytes", byDefault: "1048588", noticed: "lowered" },
  { key: "message.timestamp.before.max.ms", byDefault: "9223372036854775807", noticed: "lowered" },
  { key: "message.timestamp.after.max.ms", byDefault: "3600000", noticed: "lowered" },
  { key: "min.insync.replicas", byDefault: "1", noticed: "raised" },
  { key: "message.timestamp.type", byDefault: "CreateTime" },
  { key: "compression.type", byDefault: "producer" },
  { key: "min.compaction.lag.ms", byDefault: "0" },
  { key: "max.compaction.lag.ms", byDefault: "9223372036854775807" },
  { key: "min.cleanable.dirty.ratio", byDefault: "0.5" },
];

/** What clients of topics notice, besides what topics lose. */
export const clientChangesOf = (steps: readonly Step[], losses: readonly Loss[]): readonly ClientChange[] =>
  steps
    .flatMap(({ operation, before, after }) =>
      operation === "update" && before?.type === resourceTypes.topic && after !== undefined
        ? [...partitions(before, after), ...promised.flatMap((one) => settings(one, before, after))].map((what) => ({
            topic: String(before.inputs.name),
            what,
          }))
        : [],
    )
    .filter(({ topic, what }) => !losses.some((loss) => loss.topic === topic && loss.what.includes(what)));

// A key's records go to another partition from then on, and groups share the work anew.
function partitions(before: Resource, after: Resource): string[] {
  const [from, to] = [before, after].map(({ inputs }) => knownCount(inputs.partitions));
  return from === to ? [] : [arrow("partitions", from, to)];
}

function settings({ key, byDefault, noticed }: Promised, before: Resource, after: Resource): string[] {
  const [from, to] = [before, after].map(({ inputs }) => knownSetting(inputs.config ?? {}, key, byDefault));
  const [less, more] = [before, after].map(({ inputs }) => knownAmount(inputs.config ?? {}, key, byDefault));
  const isRaised = less !== undefined && more !== undefined && more > less;
  const isLowered = less !== undefined && more !== undefined && more < less;
  const isUnnoticed = noticed === "lowered" ? isRaised : noticed === "raised" && isLowered;
  return from === to || isUnnoticed ? [] : [arrow(key, from, to)];
}
