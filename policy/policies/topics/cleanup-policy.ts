import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { cleanupOf, configOf, hasConfig, topicType } from "../../lib/topics";

export const topicCleanupPolicy = resourceRule({
  name: "topic-cleanup-policy",
  must: "A topic says by what its old records go.",
  why: "Left out, the brokers' default decides, and a change of that default erases records of every topic that says nothing.",
  fix: 'Set config["cleanup.policy"] to "delete", "compact" or "compact,delete".',
  of: topicType,
  judge: (topic) =>
    // Where there are no settings, another rule says so.
    hasConfig(topic) && cleanupOf(topic) === undefined
      ? [`config["cleanup.policy"] is ${show(configOf(topic, "cleanup.policy"))}`]
      : [],
});
