/** What is said at each of the platform's ports, and by what a caller knows that it was let in. */
import { type ListenerName, listeners } from "../../../components/kafka/listeners";
import { type ZooKeeperPort, zooKeeperPorts } from "../../../components/zookeeper/names";
import type { Answer } from "./call";

/** A listener of Kafka, or a port of ZooKeeper. */
export type PortName = ListenerName | ZooKeeperPort;

/** The numbers of the ports. */
export const ports: Readonly<Record<PortName, number>> = { ...listeners, ...zooKeeperPorts };

/** A few words of a protocol. */
export interface Protocol {
  readonly request: readonly number[];
  /** Whether the request was understood. */
  readonly isUnderstood: (answer: Answer) => boolean;
}

const correlationId = [75, 80, 75, 80];

// The request for the versions that a node speaks: the only one that is answered before anybody is known.
const kafka: Protocol = {
  request: [
    ...[0, 0, 0, 10], // the size of what follows
    ...[0, 18, 0, 0], // the kind of request, and its version
    ...correlationId, // any number, which the answer repeats
    ...[255, 255], // a client without a name
  ],
  isUnderstood: ({ bytes }) => bytes.subarray(4, 8).equals(Buffer.from(correlationId)) && bytes.readUInt16BE(8) === 0,
};

// Five bytes at least: what may be the beginning of TLS is waited for to go on.
const zooKeeperClient: Protocol = {
  request: [...Buffer.from("ruok\n")],
  isUnderstood: ({ bytes }) => bytes.toString() === "imok",
};

// An observer is told by the leader what epoch it is. It has no vote, and is forgotten when it hangs up.
const zooKeeperQuorum: Protocol = {
  request: [
    ...[0, 0, 0, 16], // an observer's first packet
    ...[0, 0, 0, 0, 0, 0, 0, 0], // it knows nothing yet
    ...[0, 0, 0, 12], // the size of what it says of itself
    ...[0, 0, 0, 0, 0, 0, 0, 99], // an id that no server has
    ...[0, 1, 0, 0], // the version of the protocol
    ...[255, 255, 255, 255], // nothing about who it is for
  ],
  isUnderstood: ({ bytes }) => bytes.subarray(0, 4).equals(Buffer.from([0, 0, 0, 17])),
};

// Whoever says something that makes sense is remembered, so this makes none: who is let in is hung up on in good order.
const zooKeeperElection: Protocol = {
  request: Array.from({ length: 32 }, () => 255),
  isUnderstood: ({ bytes }) => bytes.length === 0,
};

export const protocols: Readonly<Record<PortName, Protocol>> = {
  REPLICATION: kafka,
  CLIENT: kafka,
  CONTROLLER: kafka,
  EXTERNAL: kafka,
  client: zooKeeperClient,
  quorum: zooKeeperQuorum,
  election: zooKeeperElection,
};
