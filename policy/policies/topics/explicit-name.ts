import { show } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { topicType } from "../../lib/topics";

export const topicExplicitName = resourceRule({
  name: "topic-explicit-name",
  must: "A topic's name is written out.",
  why: "Without it, Pulumi makes one up, with another ending after each replacement: applications lose the topic, and its records.",
  fix: "Set name to the name that applications use.",
  of: topicType,
  judge: ({ props: { name } }) => (typeof name === "string" && name !== "" ? [] : [`name is ${show(name)}`]),
});
