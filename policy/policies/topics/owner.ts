import { at, show } from "../../lib/plain";
import { setting, stackRule } from "../../lib/rule";
import { descriptionOf, descriptionsOf, isNamed, isPlatforms, topicsOf } from "../../lib/topics";

const team = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const topicOwner = stackRule({
  name: "topic-owner",
  must: "A team answers for every topic.",
  why: "Somebody has to say what may happen to its records, and pay for the disks.",
  fix: "Name the owner in the catalog; in an application's own stack, set owner in the configuration of this policy.",
  settings: {
    owner: setting("", "The team that answers for the topics of a stack that describes none", { type: "string" }),
  },
  judge: (resources, { owner }) => {
    const descriptions = descriptionsOf(resources);
    return (
      topicsOf(resources)
        // Where there is no name, another rule says so.
        .filter((topic) => isNamed(topic) && !isPlatforms(topic, resources))
        .flatMap((topic) => {
          const found = at(descriptionOf(topic, descriptions), "owner") ?? (owner || undefined);
          return typeof found === "string" && team.test(found)
            ? []
            : [{ found: `its owner is ${show(found)}`, urn: topic.urn }];
        })
    );
  },
});
