import { type PropertyValue, renderProperties } from "../../lib/properties";
import { jvmSize, quantity } from "../../lib/units";
import { type Coordination, coordinationProperties } from "./coordination";
import { type ListenerName, listenerProperties } from "./listeners";
import { authorization, serverTls } from "./security";

/** How many copies there are of a record, and how many of them a write needs. */
export interface DurabilityArgs {
  /** Brokers that hold each record, where a topic does not say it; at least 3. */
  readonly replicationFactor: number;
  /** Replicas that must have a record before `acks=all` is answered; at least 2, and fewer than there are. */
  readonly minInsyncReplicas: number;
}

/** What of a broker's configuration varies between environments. */
export interface BrokerConfigArgs extends DurabilityArgs {
  /** Threads that read requests from the network and write responses; at least 1. */
  readonly networkThreads: number;
  /** Threads that process requests, disk included; at least 1. */
  readonly ioThreads: number;
  /** The send buffer of a client's socket, as a Kubernetes quantity of bytes. */
  readonly socketSendBuffer: string;
  /** The receive buffer of a client's socket, as a Kubernetes quantity of bytes. */
  readonly socketReceiveBuffer: string;
  /** The size at which a log segment is closed, as a Kubernetes quantity of bytes. */
  readonly logSegmentSize: string;
  /** How brokers compress what producers send: a Kafka codec, or `producer` to leave it as it came. */
  readonly compression: string;
  /** Further properties; none that the platform sets itself. */
  readonly properties: Readonly<Record<string, PropertyValue>>;
}

/** What a broker's configuration takes from its surroundings. */
export interface BrokerPlace {
  readonly coordination: Coordination;
  /** Distinguished names of those who may do everything. */
  readonly superUsers: readonly string[];
}

/** Where the volume of a broker or controller is mounted. */
export const dataPath = "/var/lib/kafka";

// A folder in the volume and not the volume itself: a file system's lost+found is no partition of Kafka's.
/** Kafka's `log.dirs`: where records and metadata lie. */
export const logPath = `${dataPath}/log`;

/**
 * Copies enough, most of them needed for a write, and never a leader that lacks acknowledged records: whatever topic
 * Kafka makes for itself keeps to this too.
 *
 * @param shareGroups whether this Kafka knows share groups, which have a topic of their own
 */
export const durability = (
  { replicationFactor, minInsyncReplicas }: DurabilityArgs,
  shareGroups: boolean,
): Readonly<Record<string, PropertyValue>> => ({
  "auto.create.topics.enable": false,
  "default.replication.factor": replicationFactor,
  "min.insync.replicas": minInsyncReplicas,
  "offsets.topic.replication.factor": replicationFactor,
  "transaction.state.log.min.isr": minInsyncReplicas,
  "transaction.state.log.replication.factor": replicationFactor,
  "unclean.leader.election.enable": false,
  ...(shareGroups && {
    "share.coordinator.state.topic.min.isr": minInsyncReplicas,
    "share.coordinator.state.topic.replication.factor": replicationFactor,
  }),
});

/** The text of a broker's server.properties, complete but for what the start script fills in for each pod. */
export function renderServerProperties(args: BrokerConfigArgs, { coordination, superUsers }: BrokerPlace): string {
  const { authorizer, properties } = coordinationProperties(coordination);
  const controllers: readonly ListenerName[] = coordination.mode === "kraft" ? ["CONTROLLER"] : [];
  const own = coordination.mode === "kraft" && coordination.combined ? controllers : [];
  return renderProperties({
    ...args.properties,
    "num.network.threads": args.networkThreads,
    "num.io.threads": args.ioThreads,
    "socket.send.buffer.bytes": quantity(args.socketSendBuffer),
    "socket.receive.buffer.bytes": quantity(args.socketReceiveBuffer),
    "log.segment.bytes": quantity(args.logSegmentSize),
    "compression.type": args.compression,
    "log.dirs": logPath,
    "inter.broker.listener.name": "REPLICATION",
    ...durability(args, coordination.mode === "kraft"),
    ...serverTls,
    ...listenerProperties(["REPLICATION", "CLIENT", ...own, "EXTERNAL"], controllers),
    ...authorization(authorizer, superUsers),
    ...properties,
  });
}

/** The options of a JVM. The heap never grows or shrinks, so that its size is known before the first load. */
export function jvmOptions(jvm: { readonly heap: string; readonly options: readonly string[] }): readonly string[] {
  const heap = jvmSize(jvm.heap);
  // A process out of memory is of no use to anyone: it stops at once, and Kubernetes starts it anew.
  return [`-Xms${heap}`, `-Xmx${heap}`, ...jvm.options, "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"];
}
