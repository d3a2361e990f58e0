import { standard } from "../../catalog/profiles";
import type { Topic } from "../../catalog/topic";
import { topicConfig } from "../../components/topics/topic-config";

/** Topics that are all alike but for their names, as Kafka has them. */
export interface TopicSet {
  readonly names: readonly string[];
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

const prefix = "bench-";

/** Whether a topic is of a set, by its name. */
export const isOfSet = (topic: string): boolean => topic.startsWith(prefix);

const described = (retention: string): Topic =>
  standard({ owner: "bench", purpose: "Made to be timed", classification: "internal", partitions: 1, retention });

/** So many topics, each with one partition. */
export function topicSet(count: number): TopicSet {
  const { partitions, replicationFactor, ...rest } = described("7d");
  return {
    names: Array.from({ length: count }, (_, index) => `${prefix}${index}`),
    partitions,
    replicationFactor,
    config: topicConfig({ ...rest, partitions, replicationFactor }),
  };
}

/**
 * The catalog's file of topics with a set's topics in it besides, each written out as people write one.
 *
 * @param longer of this topic, records are kept for a day longer, which loses nothing @default none
 */
export function withTopics(file: string, { names }: TopicSet, longer?: string): string {
  const entries = names.map((name) => {
    const { class: _, ...said } = described(name === longer ? "8d" : "7d");
    return `  ${JSON.stringify(name)}: standard(${JSON.stringify(said, undefined, 4)}),\n`;
  });
  return file.replace(/\};\n$/, `${entries.join("")}};\n`);
}
