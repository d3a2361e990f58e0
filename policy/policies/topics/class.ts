import { at, show } from "../../lib/plain";
import { type Judged, stackRule } from "../../lib/rule";
import { cleanupOf, configOf, descriptionOf, descriptionsOf, hasConfig, isObscure, topicsOf } from "../../lib/topics";

// The largest number that Kafka knows: no record ever gets so old.
const never = "9223372036854775807";

const demands: Readonly<Record<string, (topic: Judged) => readonly string[]>> = {
  standard: () => [],
  // Where nobody can say how records go, another rule says so.
  critical: (topic) => (cleanupOf(topic)?.includes("compact") === false ? wrong(topic, "cleanup.policy") : []),
  immutable: (topic) => [
    ...((cleanupOf(topic) ?? ["compact"]).join() === "compact" ? [] : wrong(topic, "cleanup.policy")),
    ...(configOf(topic, "min.compaction.lag.ms") === never ? [] : wrong(topic, "min.compaction.lag.ms")),
    ...(configOf(topic, "message.timestamp.type") === "LogAppendTime" ? [] : wrong(topic, "message.timestamp.type")),
  ],
};

const wrong = (topic: Judged, key: string): readonly string[] => [`config["${key}"] is ${show(configOf(topic, key))}`];

export const topicClass = stackRule({
  name: "topic-class",
  must: "A topic is cleaned up as its class demands: critical is compacted; of immutable nothing is ever erased.",
  why: "What a class promises, its consumers build on: the last record of each key, or every record there ever was.",
  fix: `For critical, let config["cleanup.policy"] hold compact. For immutable, set it to "compact" alone, min.compaction.lag.ms to "${never}" and message.timestamp.type to "LogAppendTime"; or give the topic the class that it has.`,
  judge: (resources) => {
    const descriptions = descriptionsOf(resources);
    return topicsOf(resources).flatMap((topic) => {
      const description = descriptionOf(topic, descriptions);
      // What cannot be read, other rules report.
      if (description === undefined || isObscure(description) || !hasConfig(topic)) {
        return [];
      }
      const itsClass = at(description, "class");
      const demand = typeof itsClass === "string" && Object.hasOwn(demands, itsClass) ? demands[itsClass] : undefined;
      const found = demand?.(topic) ?? [`its class is ${show(itsClass)}, none of ${Object.keys(demands).join(", ")}`];
      return found.map((one) => ({ found: one, urn: topic.urn }));
    });
  },
});
