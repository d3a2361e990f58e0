import { z } from "zod";
import { quantity } from "../lib/units";
import { explained } from "../lib/validation";
import { cpu, duration, integer, size, smallSize } from "./fields";

/** The properties that the platform itself writes: the cluster's shape, its durability, and what has a setting. */
export const ownedProperties: readonly string[] = [
  "advertised.listeners",
  "auto.create.topics.enable",
  "compression.type",
  "controller.listener.names",
  "controller.quorum.bootstrap.servers",
  "controller.quorum.voters",
  "default.replication.factor",
  "inter.broker.listener.name",
  "listener.security.protocol.map",
  "listeners",
  "log.dir",
  "log.dirs",
  "log.segment.bytes",
  "metadata.log.dir",
  "min.insync.replicas",
  "node.id",
  "num.io.threads",
  "num.network.threads",
  "offsets.topic.replication.factor",
  "process.roles",
  "security.inter.broker.protocol",
  "share.coordinator.state.topic.min.isr",
  "share.coordinator.state.topic.replication.factor",
  "socket.receive.buffer.bytes",
  "socket.send.buffer.bytes",
  "transaction.state.log.min.isr",
  "transaction.state.log.replication.factor",
  "unclean.leader.election.enable",
];

const isOwned = (property: string): boolean =>
  ownedProperties.includes(property) || property.startsWith("listener.name.");

function refuseOwned(properties: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const name of Object.keys(properties).filter(isOwned)) {
    context.addIssue({
      code: "custom",
      path: [name],
      message: "must not be a property that the platform sets itself",
      params: { remedy: "Remove it: it would change the cluster's shape or durability, or has a setting of its own" },
    });
  }
}

const jvm = z.strictObject({
  /** The heap, fixed: minimum and maximum are the same. */
  heap: size,
  /** Further options of the broker's JVM, in this order. @default none */
  options: explained(
    z.array(
      z
        .string()
        .regex(/^-\S+$/)
        .regex(/^(?!-Xm[sx])/),
    ),
    "must be a list of JVM options that begin with a dash and hold no space",
    "Write one option a line; the heap has its own setting, kafka.jvm.heap",
  ).default([]),
});

const probes = z.strictObject({
  /** How long a broker may take to recover its log and open its port, before it is started again. @default "30m" */
  startupTimeout: duration.default("30m"),
  /** How often a broker is asked whether it is in sync; each time costs a short-lived JVM. @default "30s" */
  readinessPeriod: duration.default("30s"),
  /** How long the answer may take. @default "20s" */
  readinessTimeout: duration.default("20s"),
});

// The JVM needs the rest of the memory for itself, and the readiness probe for its own small JVM.
const heapShare = 0.75;
const sizes = z.object({ jvm: z.object({ heap: size }), resources: z.object({ memory: size }) });

/** The brokers. */
export const kafka = z
  .strictObject({
    /** The Kafka version that the image holds. */
    version: explained(
      z.string().regex(/^4\.\d+\.\d+$/),
      "must be a Kafka 4 version, such as 4.2.0",
      "Write the version of the Kafka in kafka.image",
    ),
    /** The image: a JRE, and Kafka's jar files in /opt/kafka/libs, as the official apache/kafka image has them. */
    image: explained(
      z.string().regex(/^[^\s@]+(:[^\s:/@]+|@sha256:[0-9a-f]{64})$/),
      "must be an image with its tag or digest",
      "Write it as apache/kafka:4.2.0",
    ),
    /** What a broker's pod requests of its node; its memory is limited to the same. */
    resources: z.strictObject({ cpu, memory: size }),
    jvm,
    /** Threads that read requests from the network and write responses. */
    networkThreads: integer(1, 256),
    /** Threads that process requests, disk included. */
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
    /** Further lines of server.properties. @default none */
    properties: explained(
      z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).superRefine(refuseOwned),
      "must be broker properties and their values",
      "Write them as name: value, one a line",
    ).default({}),
    probes: probes.prefault({}),
    /** How long a broker may take to hand over its leaderships and flush its log when it stops. @default "5m" */
    terminationGracePeriod: duration.default("5m"),
    /** How long `pulumi up` waits until all brokers are in sync, before it gives up. @default "30m" */
    readyTimeout: duration.default("30m"),
  })
  .refine(({ jvm, resources }) => quantity(jvm.heap) <= heapShare * quantity(resources.memory), {
    path: ["jvm", "heap"],
    message: "must be at most three quarters of kafka.resources.memory",
    params: { remedy: "Lower the heap or raise the memory: the JVM needs the rest for itself and its network buffers" },
    when: ({ value }) => sizes.safeParse(value).success,
  });
