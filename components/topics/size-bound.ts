import { milliseconds, quantity } from "../../lib/units";
import type { TopicArgs } from "./topic-config";

type Sizing = Pick<
  TopicArgs,
  "partitions" | "cleanupPolicy" | "retention" | "retentionBytes" | "expectedRate" | "plannedFor"
>;

/**
 * How many bytes a topic's records take, each counted once: what it may hold where size deletes, or else what is written
 * to it for as long as records stay, or as disks are planned.
 *
 * @returns nothing where the topic does not say enough
 */
export function sizeBound(topic: Sizing): number | undefined {
  const { partitions, cleanupPolicy, retention, retentionBytes, expectedRate, plannedFor } = topic;
  const deletes = cleanupPolicy.includes("delete");
  if (deletes && retentionBytes !== undefined) {
    return quantity(retentionBytes) * partitions;
  }
  const time = deletes && retention !== "forever" ? retention : plannedFor;
  return expectedRate === undefined || time === undefined
    ? undefined
    : quantity(expectedRate) * (milliseconds(time) / 1_000);
}
