import { resourceRule, setting } from "../../lib/rule";
import { isPlatforms, topicType } from "../../lib/topics";

export const topicProtected = resourceRule({
  name: "topic-protected",
  must: "A topic is protected, so that Pulumi refuses to delete it.",
  why: "With the topic go all its records, and nothing brings them back.",
  fix: "Set the resource option protect to true.",
  settings: {
    required: setting(true, "Whether topics have to be protected; false where their records are of no value", {
      type: "boolean",
    }),
  },
  of: topicType,
  judge: (topic, { required }) =>
    !required || topic.opts.protect || isPlatforms(topic) ? [] : ["the option protect is not set"],
});
