import { type PropertyValue, renderProperties } from "../../lib/properties";
import { jvmSize, quantity } from "../../lib/units";
import { listenerProperties } from "./listeners";

/** What of a broker's configuration varies between environments. */
export interface BrokerConfigArgs {
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

/** Where the volume of a broker is mounted. */
export const dataPath = "/var/lib/kafka";

// A folder in the volume and not the volume itself: a file system's lost+found is no partition of Kafka's.
const logPath = `${dataPath}/log`;

// Three copies, two of them needed for a write, and never a leader that lacks acknowledged records: whatever topic
// Kafka makes for itself keeps to this too. No setting can weaken it.
const durability: Readonly<Record<string, PropertyValue>> = {
  "auto.create.topics.enable": false,
  "default.replication.factor": 3,
  "min.insync.replicas": 2,
  "offsets.topic.replication.factor": 3,
  "share.coordinator.state.topic.min.isr": 2,
  "share.coordinator.state.topic.replication.factor": 3,
  "transaction.state.log.min.isr": 2,
  "transaction.state.log.replication.factor": 3,
  "unclean.leader.election.enable": false,
};

/** The text of server.properties, complete but for the placeholders that the start script fills in each pod. */
export function renderServerProperties(
  args: BrokerConfigArgs,
  voters: readonly number[],
  place: { readonly headlessService: string; readonly namespace: string },
): string {
  return renderProperties({
    ...args.properties,
    "num.network.threads": args.networkThreads,
    "num.io.threads": args.ioThreads,
    "socket.send.buffer.bytes": quantity(args.socketSendBuffer),
    "socket.receive.buffer.bytes": quantity(args.socketReceiveBuffer),
    "log.segment.bytes": quantity(args.logSegmentSize),
    "compression.type": args.compression,
    "log.dirs": logPath,
    ...durability,
    ...listenerProperties(voters, place),
  });
}

/** The options of a broker's JVM. The heap never grows or shrinks, so that its size is known before the first load. */
export function jvmOptions(jvm: { readonly heap: string; readonly options: readonly string[] }): readonly string[] {
  const heap = jvmSize(jvm.heap);
  // A broker out of memory is of no use to anyone: it stops at once, and Kubernetes starts it anew.
  return [`-Xms${heap}`, `-Xmx${heap}`, ...jvm.options, "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"];
}
