import { at, isMap, type Plain, type PlainMap } from "./plain";
import { type Judged, ofType } from "./rule";

/** The type of topics. */
export const topicType = "kafka:index/topic:Topic";

/** The topics among resources. */
export const topicsOf = (resources: readonly Judged[]): readonly Judged[] => ofType(resources, topicType);

/** Whether a topic's name is written out. Where it is not, `topic-explicit-name` says so. */
export const isNamed = ({ props: { name } }: Judged): boolean => typeof name === "string" && name !== "";

/** Whether a topic's settings can be read. Where they cannot, `topic-config-known` says so. */
export const hasConfig = ({ props }: Judged): boolean => isMap(props.config);

/** A setting of a topic, as Kafka names it. */
export const configOf = ({ props }: Judged, key: string): Plain => at(props, "config", key);

/**
 * Whether a topic is the platform's own, by which it proves that Kafka works, and which holds nobody's records. In a stack
 * that describes no topics, it is one like others.
 */
export const isPlatforms = ({ props: { name } }: Judged, resources: readonly Judged[]): boolean =>
  name === "platform.postflight" && describesTopics(resources);

/** How a topic is cleaned up, in words of Kafka's. @returns nothing where that is not said */
export function cleanupOf(topic: Judged): readonly string[] | undefined {
  const policy = configOf(topic, "cleanup.policy");
  const words = typeof policy === "string" ? policy.split(",").map((word) => word.trim()) : [];
  return words.length > 0 && words.every((word) => word === "compact" || word === "delete") ? words : undefined;
}

/** A whole number that is written as Kafka's settings are. @returns nothing for anything else */
export function numberIn(value: Plain): number | undefined {
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** The type of what says of topics what Kafka knows nothing of. */
const descriptionType = "kafka-platform:topics:Topics";

/** Whether a stack describes its topics, as the platform's own does. */
export const describesTopics = (resources: readonly Judged[]): boolean => ofType(resources, descriptionType).length > 0;

/** What a stack says of topics that Kafka knows nothing of, by the topics' names. */
export function descriptionsOf(resources: readonly Judged[]): PlainMap {
  const described = ofType(resources, descriptionType).map(({ props }) => props.topics);
  return Object.assign({}, ...described.filter(isMap)) as PlainMap;
}

/** Whether what a stack says of a topic cannot be read. Where it cannot, `topic-owner` says so. */
export const isObscure = (description: Plain): boolean => description !== undefined && !isMap(description);

/** What a stack says of a topic. */
export const descriptionOf = ({ props }: Judged, descriptions: PlainMap): Plain =>
  typeof props.name === "string" ? at(descriptions, props.name) : undefined;

/**
 * How many bytes a topic's records take, each counted once: what it may hold where size deletes, or what its stack says.
 *
 * @returns nothing where neither is said
 */
export function boundOf(topic: Judged, descriptions: PlainMap): number | undefined {
  const stated = at(descriptionOf(topic, descriptions), "sizeBound");
  const bytes = numberIn(configOf(topic, "retention.bytes")) ?? -1;
  const { partitions } = topic.props;
  if (bytes > 0 && cleanupOf(topic)?.includes("delete") && typeof partitions === "number") {
    return bytes * partitions;
  }
  return typeof stated === "number" && stated > 0 ? stated : undefined;
}
