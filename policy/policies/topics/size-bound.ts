import { quantityIn, readable } from "../../lib/quantities";
import { type Judged, setting, stackRule, type WrongSetting } from "../../lib/rule";
import {
  boundOf,
  describesTopics,
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
  why: "A topic without one fills the disks of every broker, and then nobody can write anything; a bound beyond all disks is none.",
  fix: 'Set config["retention.bytes"] where records are deleted. Where they are not, say expectedRate and plannedFor in the catalog; in an application\'s own stack, put the size in sizeBounds of this policy\'s configuration, as {"orders.state": "100Gi"}. Where a topic has to hold more than the setting most, have that raised.',
  settings: {
    sizeBounds: setting(
      {} as Readonly<Record<string, string>>,
      "What topics hold that no size deletes from, by their names, each counted once; for stacks that describe none",
      { type: "object", additionalProperties: { type: "string" } },
    ),
    most: setting("10Ti", "The most that one topic may hold, each record counted once", {
      type: "string",
      minLength: 1,
    }),
  },
  check: ({ sizeBounds, most }) => [
    ...Object.entries(sizeBounds).flatMap(([topic, size]) => wrongSize(`sizeBounds[${JSON.stringify(topic)}]`, size)),
    ...wrongSize("most", most),
  ],
  judge: (resources, { sizeBounds, most }) => {
    const descriptions = descriptionsOf(resources);
    // Where topics are described, disks are measured by that.
    const configured = describesTopics(resources) ? {} : sizeBounds;
    const limit = quantityIn(most) ?? 0;
    return (
      topicsOf(resources)
        .filter((topic) => !isPlatforms(topic, resources))
        // What cannot be read, other rules report.
        .filter((topic) => isNamed(topic) && hasConfig(topic) && !isObscure(descriptionOf(topic, descriptions)))
        .flatMap((topic) => {
          const found = wrongIn(boundOf(topic, descriptions), ownOf(topic, configured), limit);
          return found === undefined ? [] : [{ found, urn: topic.urn }];
        })
    );
  },
});

const wrongSize = (name: string, size: string): readonly WrongSetting[] =>
  quantityIn(size) === undefined
    ? [{ setting: name, rule: "must be a size", found: size, remedy: "Write it as 100Gi, or as a number of bytes" }]
    : [];

const ownOf = ({ props: { name } }: Judged, sizeBounds: Readonly<Record<string, string>>): string | undefined =>
  Object.hasOwn(sizeBounds, String(name)) ? sizeBounds[String(name)] : undefined;

/** What is wrong with how large a topic may be. @param configured what is said of it beside the stack */
function wrongIn(stated: number | undefined, configured: string | undefined, limit: number): string | undefined {
  const bytes = stated ?? quantityIn(configured);
  if (bytes === undefined) {
    return "it says neither";
  }
  return bytes <= limit ? undefined : `it may hold ${readable(bytes)}, more than ${readable(limit)}`;
}
