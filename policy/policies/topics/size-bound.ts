import { stackRule } from "../../lib/rule";
import {
  boundOf,
  descriptionOf,
  descriptionsOf,
  hasConfig,
  isNamed,
  isObscure,
  isPlatforms,
  topicsOf,
} from "../../lib/topics";

export const topicSizeBound = stackRule({
  name: "topic-size-bound",
  must: "Every topic has a bound of its size: bytes that it may hold, or a rate and a time.",
  why: "A topic without one fills the disks of every broker, and then nobody can write anything.",
  fix: 'Set config["retention.bytes"] where records are deleted, or say expectedRate (with plannedFor, where they are not deleted) in the catalog.',
  judge: (resources) => {
    const descriptions = descriptionsOf(resources);
    return (
      topicsOf(resources)
        .filter((topic) => !isPlatforms(topic))
        // What cannot be read, other rules report.
        .filter((topic) => isNamed(topic) && hasConfig(topic) && !isObscure(descriptionOf(topic, descriptions)))
        .filter((topic) => boundOf(topic, descriptions) === undefined)
        .map((topic) => ({ found: "it says neither", urn: topic.urn }))
    );
  },
});
