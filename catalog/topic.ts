import { z } from "zod";
import type { Mistake } from "../lib/mistakes";
import { durationPattern, sizePattern, withinBytes, withinCentury } from "../lib/units";
import { explained, validate } from "../lib/validation";
import { judgeConfigKey } from "./topic-config";

/** Brokers to spread replicas over, and so the most that a topic can have. */
const brokers = 3;

const schema = z
  .strictObject({
    /** What the records are, for people who meet the name. */
    purpose: explained(z.string().min(1), "must say what the topic is for", "Describe its records in a few words"),
    /** The number of partitions. It may grow; a keyed topic then sends old keys to new partitions. */
    partitions: explained(
      z.int().min(1).max(1_000),
      "must be a whole number from 1 to 1000",
      "Take a few times the number of consumers that share the work",
    ),
    /** Brokers that hold each record. */
    replicationFactor: explained(
      z.int().min(3).max(brokers),
      "must be 3, one replica on each broker",
      "Write 3: with fewer, one broker's maintenance and another's failure lose records",
    ),
    /** Replicas that must have a record before `acks=all` is answered. */
    minInsyncReplicas: explained(
      z
        .int()
        .min(2)
        .max(brokers - 1),
      "must be 2, at least two copies and one fewer than the replicas",
      "Write 2: a record then survives one broker, and writes go on without one",
    ),
    /** What becomes of old records: deleted, compacted to the last one of each key, or both. */
    cleanupPolicy: explained(
      z.enum(["delete", "compact", "compact,delete"]),
      "must be delete, compact or compact,delete",
      "Write one of these",
    ),
    /** How long records stay, where the policy deletes. */
    retention: explained(
      z.union([z.string().regex(durationPattern), z.literal("forever")]).refine(withinCentury, {
        message: "must be at most 100 years",
        params: { remedy: 'Write the length of time that you mean, or "forever"' },
      }),
      'must be a length of time such as 7d, or "forever"',
      "Write a whole number followed by ms, s, m, h or d",
    ),
    /**
     * The size of a partition from which its oldest records go, where the policy deletes, however young they are.
     * @default none
     */
    retentionBytes: explained(
      z
        .string()
        .regex(sizePattern)
        .refine(withinBytes(Number.MAX_SAFE_INTEGER), {
          message: "must be at most 8191Ti",
          params: { remedy: "Leave it out where size is to delete nothing" },
        }),
      "must be a size in binary units, such as 512Mi or 40Gi",
      "Write a whole number followed by Ki, Mi, Gi or Ti, or leave it out where size is to delete nothing",
    ).optional(),
    /** Further settings of the topic, as Kafka names them. @default none */
    config: explained(
      z.record(z.string(), z.string()).superRefine((config, context) => {
        for (const key of Object.keys(config)) {
          const wrong = judgeConfigKey(key);
          if (wrong !== undefined) {
            const { rule: message, remedy } = wrong;
            context.addIssue({ code: "custom", path: [key], message, params: { remedy } });
          }
        }
      }),
      "must be Kafka topic settings with texts as values",
      'Write them as "name": "value"',
    ).optional(),
  })
  .readonly();

/** A topic of the catalog; its name is its key there. */
export type Topic = z.input<typeof schema>;

const namePattern = /^(?!\.{1,2}$)(?!__)[A-Za-z0-9._-]{1,249}$/;

/** Everything that is wrong with the topics of the catalog. */
export function checkTopics(topics: Readonly<Record<string, unknown>>): Mistake[] {
  const names = Object.keys(topics);
  return names.flatMap((name) => {
    const path = `catalog/topics.ts: topics[${JSON.stringify(name)}]`;
    const judged = validate(schema, topics[name], path);
    return [...checkName(name, names, path), ...("mistakes" in judged ? judged.mistakes : [])];
  });
}

function checkName(name: string, names: readonly string[], path: string): Mistake[] {
  if (!namePattern.test(name)) {
    return [
      {
        path,
        rule: "must have a name of at most 249 letters, digits, dots, dashes and underscores that does not begin with __",
        found: name,
        remedy: "Rename it, in the form call.events",
      },
    ];
  }
  // Kafka's metrics write a dot as an underscore, so two such names would share theirs.
  const twin = names.find((other) => other < name && metricName(other) === metricName(name));
  return twin === undefined
    ? []
    : [
        {
          path,
          rule: `must differ from topics[${JSON.stringify(twin)}] in more than dots and underscores`,
          found: name,
          remedy: "Rename one of them",
        },
      ];
}

const metricName = (name: string): string => name.replaceAll(".", "_");
