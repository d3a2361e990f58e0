import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { topicType } from "../../lib/topics";

const required = 3;

export const topicReplicationFactor = resourceRule({
  name: "topic-replication-factor",
  must: "A topic has three replicas of every partition, written out.",
  why: "With three, one broker can be down for maintenance while another one fails. With fewer, records are lost then; more than there are brokers cannot be placed.",
  fix: `Set replicationFactor to ${required}, as a number that is known at preview.`,
  absolute: true,
  of: topicType,
  judge: ({ props: { replicationFactor } }) =>
    replicationFactor === required ? [] : [`replicationFactor is ${show(replicationFactor)}`],
});
