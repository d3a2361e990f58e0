import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { hasConfig, topicType } from "../../lib/topics";

export const topicConfigKnown = resourceRule({
  name: "topic-config-known",
  must: "A topic's settings are written out, and known at preview.",
  why: "Left out, the brokers' defaults decide what becomes of records; and what is not known cannot be judged before it is made.",
  fix: "Set config to a map of Kafka's names and texts that does not depend on another resource.",
  // Whatever the settings are, they may lose records.
  absolute: true,
  of: topicType,
  judge: (topic) => (hasConfig(topic) ? [] : [`config is ${show(topic.props.config)}`]),
});
