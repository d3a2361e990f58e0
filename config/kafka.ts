import { z } from "zod";
import { milliseconds } from "../lib/units";
import { explained, rule, ruled } from "../lib/validation";
import { brokerProperties } from "./broker-properties";
import { duration, image, integer, smallSize } from "./fields";
import { jvm, resources, roomForHeap } from "./process";

const probesSection = z.strictObject({
  /** How long a broker may take to recover its log and open its port, before it is started again. @default "30m" */
  startupTimeout: duration.default("30m"),
  /** How often a broker is asked whether it is in sync; each time costs a short-lived JVM. At least 25s. @default "30s" */
  readinessPeriod: duration.default("30s"),
  /** How long the answer may take; at least 10s, and less than `readinessPeriod`. @default "20s" */
  readinessTimeout: duration.default("20s"),
});

const atLeast = (setting: string, shortest: string, reason: string) =>
  rule({
    path: [setting],
    rule: `must be at least ${shortest}: ${reason}`,
    remedy: `Write ${shortest} or more`,
    needs: z.object({ [setting]: duration }),
    holds: (value) => milliseconds(value[setting] as string) >= milliseconds(shortest),
  });

const answerBeforeNext = rule({
  path: ["readinessTimeout"],
  rule: "must be less than kafka.probes.readinessPeriod",
  remedy: "Lower it, or raise the period: one answer has to be there before the next is asked for",
  needs: z.object({ readinessPeriod: duration, readinessTimeout: duration }),
  holds: (value) => milliseconds(value.readinessTimeout) < milliseconds(value.readinessPeriod),
});

// On a quiet machine, an answer takes about a second of CPU time, and of the time on the clock.
const probes = ruled(
  probesSection,
  atLeast("readinessPeriod", "25s", "each answer costs a second of CPU time"),
  atLeast("readinessTimeout", "10s", "on a busy node the answer takes some seconds"),
  answerBeforeNext,
);

const coordination = explained(
  z.enum(["kraft", "zookeeper"]),
  "must be kraft or zookeeper",
  "Write kraft for Kafka 4, or zookeeper for Kafka 3.9",
);

const version = explained(
  z.string().regex(/^\d+\.\d+\.\d+$/),
  "must be a version of Kafka, such as 4.2.0",
  "Write the version of the Kafka in kafka.image",
);

// Dedicated controllers have the ids from 100 on.
const mostBrokers = 100;

const section = z.strictObject({
  /**
   * What keeps the cluster's metadata: `kraft`, Kafka's own controllers, or `zookeeper`, an ensemble of ZooKeeper. A
   * cluster keeps the mode that it was made with.
   */
  coordination,
  /** The number of brokers; at least `replicationFactor`, at most 100. @default 3 */
  brokers: integer(3, mostBrokers).default(3),
  /** Brokers that hold each record of Kafka's own topics, and of topics that do not say it; at least 3. @default 3 */
  replicationFactor: integer(3, mostBrokers).default(3),
  /**
   * Replicas that must have a record before `acks=all` is answered, where a topic does not say it; at least 2 and less
   * than `replicationFactor`. @default 2
   */
  minInsyncReplicas: integer(2, mostBrokers).default(2),
  /** The Kafka version that the image holds: 4.x with `kraft`, 3.9.x with `zookeeper`. */
  version,
  /** The image: a JRE, and Kafka's jar files in /opt/kafka/libs, as the official apache/kafka image has them. */
  image: image("apache/kafka:4.2.0"),
  /** What a broker's pod requests of its node; its memory is limited to the same. */
  resources,
  /** How a broker's JVM is run. */
  jvm,
  /** Threads that read requests from the network and write responses, for each listener; 1 to 256. */
  networkThreads: integer(1, 256),
  /** Threads that process requests, disk included; 1 to 256. */
  ioThreads: integer(1, 256),
  /** The send buffer of a client's socket. @default "100Ki" */
  socketSendBuffer: smallSize.default("100Ki"),
  /** The receive buffer of a client's socket. @default "100Ki" */
  socketReceiveBuffer: smallSize.default("100Ki"),
  /** The size at which a log segment is closed. @default "1Gi" */
  logSegmentSize: smallSize.default("1Gi"),
  /** How brokers compress what producers send. @default "snappy" */
  compression: explained(
    z.enum(["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]),
    "must be one of uncompressed, zstd, lz4, snappy, gzip, producer",
    "Write one of these",
  ).default("snappy"),
  /** Further lines of server.properties; none that weakens durability or security, and no secret. @default none */
  properties: explained(
    brokerProperties,
    "must be broker properties and their values",
    "Write them as name: value, one a line",
  ).default({}),
  /** How Kubernetes asks a broker how it is. */
  probes: probes.prefault({}),
  /** How long a broker may take to hand over its leaderships and flush its log when it stops; at least 30s. @default "5m" */
  terminationGracePeriod: duration.default("5m"),
  /** How long `pulumi up` waits until all brokers are in sync, before it gives up. @default "30m" */
  readyTimeout: duration.default("30m"),
});

const enoughBrokers = rule({
  path: ["brokers"],
  rule: "must be at least kafka.replicationFactor",
  remedy: "Raise it, or lower kafka.replicationFactor: each replica is on a broker of its own",
  needs: z.object({ brokers: section.shape.brokers, replicationFactor: section.shape.replicationFactor }),
  holds: ({ brokers, replicationFactor }) => brokers >= replicationFactor,
});

const oneToSpare = rule({
  path: ["minInsyncReplicas"],
  rule: "must be less than kafka.replicationFactor",
  remedy: "Lower it, or raise kafka.replicationFactor: writes would stop as soon as one broker restarts",
  needs: z.object({
    minInsyncReplicas: section.shape.minInsyncReplicas,
    replicationFactor: section.shape.replicationFactor,
  }),
  holds: ({ minInsyncReplicas, replicationFactor }) => minInsyncReplicas < replicationFactor,
});

const runnable = rule({
  path: ["version"],
  rule: "must be of Kafka 4 with coordination kraft, and of Kafka 3.9 with coordination zookeeper",
  remedy: "Write such a version, and its image, or the other coordination",
  needs: z.object({ coordination, version }),
  holds: (value) => value.version.startsWith(value.coordination === "kraft" ? "4." : "3.9."),
});

const imageOfVersion = rule({
  path: ["image"],
  rule: "must be the official image of kafka.version, or one of another name",
  remedy: "Write the same version to both",
  needs: z.object({ version, image: section.shape.image }),
  holds: (value) => [undefined, value.version].includes(officialVersion(value.image)),
});

const stopsInOrder = atLeast(
  "terminationGracePeriod",
  "30s",
  "a broker that is killed before it has handed over leaves clients waiting",
);

/** The brokers. */
export const kafka = ruled(
  section,
  enoughBrokers,
  oneToSpare,
  runnable,
  imageOfVersion,
  roomForHeap("kafka"),
  stopsInOrder,
);

/** The version of Kafka in an image, as far as its name says it. */
export const officialVersion = (name: string): string | undefined =>
  /(?:^|\/)apache\/kafka:(\d+\.\d+\.\d+)/.exec(name)?.[1];
