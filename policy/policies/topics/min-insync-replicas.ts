import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { configOf, hasConfig, numberIn, topicType } from "../../lib/topics";

export const topicMinInsyncReplicas = resourceRule({
  name: "topic-min-insync-replicas",
  must: "A write to a topic counts when two of its replicas have it, and goes on with one of them down.",
  why: "With one, an acknowledged record is lost with its only holder. With as many as there are replicas, nobody can write while one broker is down.",
  fix: 'Set config["min.insync.replicas"] to "2".',
  absolute: true,
  of: topicType,
  judge: (topic) => {
    // Where there are no settings, another rule says so.
    if (!hasConfig(topic)) {
      return [];
    }
    const found = configOf(topic, "min.insync.replicas");
    const { replicationFactor } = topic.props;
    const number = numberIn(found);
    // Where there are no three replicas, another rule says so.
    const most = typeof replicationFactor === "number" ? Math.max(replicationFactor - 1, 2) : 2;
    return number !== undefined && number >= 2 && number <= most
      ? []
      : [`config["min.insync.replicas"] is ${show(found)}`];
  },
});
