import { show } from "../../lib/plain";
import { inOrder, resourceRule, setting } from "../../lib/rule";
import { cleanupOf, configOf, numberIn, topicType } from "../../lib/topics";

const hour = 3_600_000;
const day = 24 * hour;

export const topicRetention = resourceRule({
  name: "topic-retention",
  must: "A topic from which records are deleted says after what time, within the bounds.",
  why: "Too short, consumers that were away lose records; left out, the brokers' default decides; for ever, the disks fill.",
  fix: 'Set config["retention.ms"] to a number of milliseconds within the bounds, or config["cleanup.policy"] to "compact".',
  settings: {
    leastHours: setting(1, "The shortest time that records stay, in hours", { type: "number", exclusiveMinimum: 0 }),
    mostDays: setting(400, "The longest time that records stay, in days", { type: "number", exclusiveMinimum: 0 }),
  },
  check: ({ leastHours, mostDays }) => inOrder(["leastHours", leastHours], ["mostDays", mostDays * 24]),
  of: topicType,
  judge: (topic, { leastHours, mostDays }) => {
    // Where nobody can say how records go, another rule says so.
    if (!cleanupOf(topic)?.includes("delete")) {
      return [];
    }
    const found = configOf(topic, "retention.ms");
    const time = numberIn(found);
    return time !== undefined && time >= leastHours * hour && time <= mostDays * day
      ? []
      : [`config["retention.ms"] is ${show(found)}, not from ${leastHours} hours to ${mostDays} days`];
  },
});
