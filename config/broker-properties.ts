import { z } from "zod";
import { looksSecret } from "../lib/secrecy";
import { addMistake } from "../lib/validation";

/** Properties that nobody may set in `kafka.properties`, and why. */
interface Refusal {
  /** Their names; one that ends with a star stands for all that begin like it. */
  readonly names: readonly string[];
  readonly rule: string;
  readonly remedy: string;
  /** Lets a value pass that does no harm. @default none does */
  readonly allows?: (value: unknown) => boolean;
}

/** A week, in minutes: Kafka's own default, and what a group that stops over a long weekend needs. */
const leastOffsetsRetention = 7 * 24 * 60;

/** For how many milliseconds a follower may be behind: what was Kafka's own before 2.5, and what is since. */
const lag = { least: 10_000, most: 30_000 };

const refusals: readonly Refusal[] = [
  {
    names: [
      "allow.everyone.if.no.acl.found",
      "authorizer.*",
      "config.providers*",
      "connections.max.reauth.ms",
      "delegation.token.*",
      "early.start.listeners",
      "password.encoder.*",
      "principal.*",
      "sasl.*",
      "security.*",
      "ssl.*",
      "super.users",
      "zookeeper.*",
    ],
    rule: "must not be a property that decides who gets in: the platform's listeners and certificates do",
    remedy: "Remove it; certificates have settings of their own, kafka-platform:certificates",
  },
  {
    names: [
      "advertised.*",
      "broker.id*",
      "broker.rack",
      "control.plane.listener.name",
      "controller.*",
      "inter.broker.*",
      "listener.*",
      "listeners",
      "log.dir",
      "log.dirs",
      "metadata.log.dir",
      "node.id",
      "process.roles",
      "reserved.broker.max.id",
    ],
    rule: "must not be a property that the platform sets itself, since it is the cluster's shape",
    remedy: "Remove it; the shape has settings of its own, such as kafka.brokers and kraft.controllers",
  },
  {
    names: [
      "compression.type",
      "log.segment.bytes",
      "num.io.threads",
      "num.network.threads",
      "socket.receive.buffer.bytes",
      "socket.send.buffer.bytes",
    ],
    rule: "must not be a property that has a setting of its own",
    remedy: "Remove it, and use the setting: compression, logSegmentSize, ioThreads, networkThreads or socket…Buffer",
  },
  {
    names: [
      "auto.create.topics.enable",
      "default.replication.factor",
      "eligible.leader.replicas.*",
      "min.insync.replicas",
      "offsets.commit.required.acks",
      "offsets.topic.*",
      "share.coordinator.state.topic.*",
      "transaction.state.log.*",
      "unclean.*",
    ],
    rule: "must not be a property on which acknowledged records depend: the platform sets it itself",
    remedy: "Remove it; kafka.replicationFactor and kafka.minInsyncReplicas may be raised",
  },
  {
    names: ["producer.id.*", "transaction.*", "transactional.*"],
    rule: "must not be a property that lets the brokers forget who wrote what: a record could then count twice",
    remedy: "Remove it; Kafka's own values keep writing exactly once",
  },
  {
    names: [
      "log.cleaner.delete.retention.ms",
      "log.cleaner.enable",
      "log.cleaner.max.compaction.lag.ms",
      "log.cleanup.policy",
      "log.retention.*",
    ],
    rule: "must not be a property that decides for all topics, Kafka's own too, when records go",
    remedy: "Remove it, and say it for the topic that you mean, in catalog/topics.ts",
  },
  {
    names: ["offsets.retention.minutes"],
    rule: `must be at least ${leastOffsetsRetention}, a week: a group whose offsets are gone skips or repeats records`,
    remedy: "Write a larger number, or leave it out",
    allows: (value) => Number(value) >= leastOffsetsRetention,
  },
  {
    names: ["replica.lag.time.max.ms"],
    rule: `must be from ${lag.least} to ${lag.most}: a follower that stands still would be called in sync for as long`,
    remedy: "Leave it out: Kafka's own is 30000",
    allows: (value) => Number(value) >= lag.least && Number(value) <= lag.most,
  },
  {
    names: ["controlled.shutdown.*"],
    rule: "must not be a property of how a broker stops: it always hands over first, or each roll would cut clients off",
    remedy: "Remove it; kafka.terminationGracePeriod says how long that may take",
  },
  {
    names: ["remote.*", "log.local.retention.*", "unstable.*"],
    rule: "must not turn on what the platform cannot keep safe: storage of another kind, or unfinished parts of Kafka",
    remedy: "Remove it",
  },
];

const secretRefusal: Refusal = {
  names: [],
  rule: "must not be a secret: whoever may read the stack's file or the namespace's ConfigMaps would know it",
  remedy: "Remove it from the file, and replace the secret if the file was ever shared",
};

const notAName: Refusal = {
  names: [],
  rule: "must have a name of letters, digits, dots, dashes and underscores",
  remedy: "Write the property's name as Kafka's documentation does",
};

const covers = (pattern: string, name: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;

/** What is wrong with a broker's property that the platform did not think of itself; a right one gives nothing. */
export function judgeBrokerProperty(
  name: string,
  value: unknown,
): { readonly rule: string; readonly remedy: string } | undefined {
  if (!/^[\w.-]+$/.test(name)) {
    return notAName;
  }
  const refusal = refusals.find(({ names }) => names.some((pattern) => covers(pattern, name)));
  if (refusal !== undefined) {
    return refusal.allows?.(value) ? undefined : refusal;
  }
  return looksSecret(name) ? secretRefusal : undefined;
}

/** A value of a broker's property. */
type Value = string | number | boolean;

const isValue = (value: unknown): value is Value => ["string", "number", "boolean"].includes(typeof value);

/** Lines of server.properties by their names, none of which weakens what the platform promises. */
export const brokerProperties = z.record(z.string(), z.custom<Value>()).superRefine((properties, context) => {
  for (const [name, value] of Object.entries(properties)) {
    const wrong = judgeBrokerProperty(name, value) ?? (isValue(value) ? undefined : notAValue);
    if (wrong !== undefined) {
      addMistake(context, [name], wrong.rule, { remedy: wrong.remedy, hidden: looksSecret(name) });
    }
  }
});

const notAValue = { rule: "must be a text, a number, true or false", remedy: "Write it as name: value" };
