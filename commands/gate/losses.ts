import { harmsOf, type TopicInputs } from "../../components/topics/harm-judge";
import { resourceTypes } from "../../lib/resource-types";
import type { Described } from "./described";
import type { Step } from "./preview";

/** What a change takes from a topic. */
export interface Loss {
  readonly topic: string;
  /** As `all its records` or `retention.ms 604800000 → 86400000`. */
  readonly what: string;
}

const topicOf = (inputs: Readonly<Record<string, unknown>> = {}): TopicInputs => ({
  name: String(inputs.name),
  partitions: Number(inputs.partitions),
  replicationFactor: Number(inputs.replicationFactor),
  config: (inputs.config ?? {}) as Readonly<Record<string, string>>,
});

/** What topics lose: records, copies, or the order of a key's records. @param before what the stack says of its topics now */
export const lossesOf = (steps: readonly Step[], before: Described): readonly Loss[] =>
  steps
    .filter((step) => (step.before ?? step.after)?.type === resourceTypes.topic)
    .flatMap(({ operation, before: old, after }): Loss[] => {
      const topic = topicOf(old?.inputs).name;
      if (operation === "delete" || operation === "replace") {
        return [{ topic, what: "all its records" }];
      }
      const keyed = before.topics[topic]?.keyed ?? true;
      return operation === "update"
        ? harmsOf(topicOf(old?.inputs), topicOf(after?.inputs), keyed).map(({ what }) => ({ topic, what }))
        : [];
    });
