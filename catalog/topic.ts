import { z } from "zod";
import { isAllowed, type Leave } from "../lib/harms";
import type { Mistake } from "../lib/mistakes";
import { durationPattern, sizePattern, withinBytes, withinCentury } from "../lib/units";
import { explained, rule, ruled, validate } from "../lib/validation";
import { owner, purpose } from "./fields";
import { judgeConfigKey, judgeConfigValue } from "./topic-config";
import { isPlatforms, kafkaName, metricName, platformPrefix } from "./topic-names";

const threeReplicas = {
  rule: "must be 3, one replica on each broker",
  remedy: "Write 3: with fewer, one broker's maintenance and another's failure lose records",
};

const twoInSync = {
  rule: "must be 2, at least two copies and one fewer than the replicas",
  remedy: "Write 2: a record then survives one broker, and writes go on without one",
};

// Each use has words of its own, so each is a schema of its own.
const duration = () => z.string().regex(durationPattern);

const size = (otherwise: string) =>
  z
    .string()
    .regex(sizePattern)
    .refine(withinBytes(Number.MAX_SAFE_INTEGER), {
      message: "must be at most 8191Ti",
      params: { remedy: otherwise },
    });

const topic = z
  .strictObject({
    owner,
    purpose,
    /** What a lost record would mean. Records of a critical topic are to be written exactly once; an immutable one besides never loses any. */
    class: explained(
      z.enum(["standard", "critical", "immutable"]),
      "must be standard, critical or immutable",
      "Make the topic by standard(), critical() or immutable() of catalog/profiles.ts",
    ),
    /** Who may see its records. */
    classification: explained(
      z.enum(["public", "internal", "confidential", "restricted"]),
      "must be public, internal, confidential or restricted",
      "Write who may see its records",
    ),
    /** Whether consumers count on the order of the records of a key. With more partitions, a key's next records go elsewhere. */
    keyed: explained(
      z.boolean(),
      "must be true or false",
      "Write true where the order of the records of a key matters",
    ),
    /** The subject of its values' schema, as `call.events-value`. @default none */
    schemaSubject: explained(
      z.string().regex(/^[A-Za-z0-9._-]{1,255}$/),
      "must be a subject of letters, digits, dots, dashes and underscores",
      "Write it in the form call.events-value, or leave it out where values have no schema",
    ).optional(),
    /** The number of partitions. It may grow; a keyed topic then sends old keys to new partitions. */
    partitions: explained(
      z.int().min(1).max(1_000),
      "must be a whole number from 1 to 1000",
      "Take a few times the number of consumers that share the work",
    ),
    /** Brokers that hold each record: 3, or fewer by a waiver. */
    replicationFactor: explained(z.int().min(1).max(3), threeReplicas.rule, threeReplicas.remedy),
    /** Replicas that must have a record before `acks=all` is answered: 2, or 1 by a waiver. */
    minInsyncReplicas: explained(z.int().min(1).max(2), twoInSync.rule, twoInSync.remedy),
    /** What becomes of old records: deleted, compacted to the last one of each key, or both. */
    cleanupPolicy: explained(
      z.enum(["delete", "compact", "compact,delete"]),
      "must be delete, compact or compact,delete",
      "Write one of these",
    ),
    /** How long records stay, where the policy deletes. */
    retention: explained(
      z.union([duration(), z.literal("forever")]).refine(withinCentury, {
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
      size("Leave it out where size is to delete nothing"),
      "must be a size in binary units, such as 512Mi or 40Gi",
      "Write a whole number followed by Ki, Mi, Gi or Ti, or leave it out where size is to delete nothing",
    ).optional(),
    /** What is written to the topic in a second, all partitions together, each record once: how its disks are planned. @default not stated */
    expectedRate: explained(
      size("Write what is written in one second"),
      "must be a size in binary units, such as 64Ki, that is written in a second",
      "Write a whole number followed by Ki, Mi, Gi or Ti, or leave it out",
    ).optional(),
    /** For how long disks are planned, where records are not deleted by their age. @default not stated */
    plannedFor: explained(
      duration().refine(withinCentury, {
        message: "must be at most 100 years",
        params: { remedy: "Write the length of time that you mean" },
      }),
      "must be a length of time such as 365d",
      "Write a whole number followed by ms, s, m, h or d, or leave it out",
    ).optional(),
    /** Further settings of the topic, as Kafka names them. @default none */
    config: explained(
      z.record(z.string(), z.string()).superRefine((config, context) => {
        for (const [key, value] of Object.entries(config)) {
          const wrong = judgeConfigKey(key) ?? judgeConfigValue(key, value);
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
export type Topic = z.input<typeof topic>;

/** The largest number that Kafka's settings take. A record never gets so many milliseconds old. */
export const never = "9223372036854775807";

const { replicationFactor, minInsyncReplicas, cleanupPolicy, retention, retentionBytes, config } = topic.unwrap().shape;
const immutable = z.literal("immutable");
const lag = z.string().regex(/^\d+$/);

const neverDeletes = rule({
  path: ["cleanupPolicy"],
  rule: "must be compact, with retention forever and no retentionBytes, in an immutable topic",
  remedy: "Leave these to immutable() of catalog/profiles.ts, or give the topic another class",
  needs: z.object({ class: immutable, cleanupPolicy, retention, retentionBytes }),
  holds: (value) =>
    value.cleanupPolicy === "compact" && value.retention === "forever" && value.retentionBytes === undefined,
});

const neverCompacts = rule({
  path: ["config"],
  rule: `must have min.compaction.lag.ms ${never} and message.timestamp.type LogAppendTime in an immutable topic`,
  remedy: "Leave these to immutable() of catalog/profiles.ts, or give the topic another class",
  needs: z.object({ class: immutable, config }),
  holds: (value) =>
    value.config?.["min.compaction.lag.ms"] === never && value.config["message.timestamp.type"] === "LogAppendTime",
});

const lags = rule({
  path: ["config"],
  rule: "must have no min.compaction.lag.ms above max.compaction.lag.ms",
  remedy: "Raise the larger, or leave one of them out",
  needs: z.object({
    config: z.object({ "min.compaction.lag.ms": lag, "max.compaction.lag.ms": lag }),
  }),
  holds: ({ config: { "min.compaction.lag.ms": least, "max.compaction.lag.ms": most } }) =>
    BigInt(least) <= BigInt(most),
});

const replicated = rule({
  path: ["replicationFactor"],
  ...threeReplicas,
  needs: z.object({ replicationFactor }),
  holds: (value) => value.replicationFactor === 3,
});

const inSync = rule({
  path: ["minInsyncReplicas"],
  ...twoInSync,
  needs: z.object({ minInsyncReplicas }),
  holds: (value) => value.minInsyncReplicas === 2,
});

const waived = ruled(topic, neverDeletes, neverCompacts, lags);
const schema = ruled(waived, replicated, inSync);

/** Everything that is wrong with the topics of the catalog. @param leaves to have fewer replicas @default none */
export function checkTopics(topics: Readonly<Record<string, unknown>>, leaves: readonly Leave[] = []): Mistake[] {
  const names = Object.keys(topics);
  const twins = new Map<string, string>();
  return names.flatMap((name) => {
    const path = `catalog/topics.ts: topics[${JSON.stringify(name)}]`;
    const judged = validate(isAllowed(leaves, name, "fewer-replicas") ? waived : schema, topics[name], path);
    return [...checkName(name, twins, path), ...("mistakes" in judged ? judged.mistakes : [])];
  });
}

/** @param seen the names so far by what Kafka's metrics make of them, which this one joins */
function checkName(name: string, seen: Map<string, string>, path: string): Mistake[] {
  if (isPlatforms(name)) {
    return [
      {
        path,
        rule: `must not begin with ${platformPrefix} or ${metricName(platformPrefix)}, which are the platform's own`,
        found: name,
        remedy: "Rename it",
      },
    ];
  }
  if (!kafkaName.test(name)) {
    return [
      {
        path,
        rule: "must have a name of at most 249 letters, digits, dots, dashes and underscores that does not begin with __",
        found: name,
        remedy: "Rename it, in the form call.events",
      },
    ];
  }
  const twin = seen.get(metricName(name));
  seen.set(metricName(name), twin ?? name);
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
