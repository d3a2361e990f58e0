import { show } from "../../lib/plain";
import { inOrder, resourceRule, setting } from "../../lib/rule";
import { topicType } from "../../lib/topics";

export const topicPartitions = resourceRule({
  name: "topic-partitions",
  must: "A topic has as many partitions as consumers are to share its work, and not more than the brokers can carry.",
  why: "Partitions can be added and never taken away, and each costs every broker that holds it memory, files and time to fail over.",
  fix: "Set partitions to a whole number within the bounds, or have the bounds changed for all.",
  settings: {
    least: setting(1, "The fewest partitions of a topic", { type: "integer", minimum: 1 }),
    most: setting(64, "The most partitions of a topic", { type: "integer", minimum: 1 }),
  },
  check: ({ least, most }) => inOrder(["least", least], ["most", most]),
  of: topicType,
  judge: ({ props: { partitions } }, { least, most }) =>
    typeof partitions === "number" && Number.isInteger(partitions) && partitions >= least && partitions <= most
      ? []
      : [`partitions is ${show(partitions)}, not one of ${least} to ${most}`],
});
