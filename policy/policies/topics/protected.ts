import { setting, stackRule } from "../../lib/rule";
import { isPlatforms, topicsOf } from "../../lib/topics";

export const topicProtected = stackRule({
  name: "topic-protected",
  must: "A topic is protected, so that Pulumi refuses to delete it.",
  why: "With the topic go all its records, and nothing brings them back.",
  fix: "Set the resource option protect to true.",
  settings: {
    required: setting(true, "Whether topics have to be protected; false where their records are of no value", {
      type: "boolean",
    }),
  },
  judge: (resources, { required }) =>
    topicsOf(required ? resources : [])
      .filter((topic) => !topic.opts.protect && !isPlatforms(topic, resources))
      .map(({ urn }) => ({ found: "the option protect is not set", urn })),
});
