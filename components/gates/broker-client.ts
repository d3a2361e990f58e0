import type { Connection } from "@platformatic/kafka";
import { hostPort } from "../../lib/naming";
import {
  clientId,
  rootMessage,
  type ServedCertificate,
  servedCertificate,
  withBroker,
  withPartialErrors,
} from "./broker-connection";
import type { TlsIdentity } from "./tls-identity";

/** A partition as a broker knows it. Brokers are named by their ids. */
export interface PartitionView {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** -1 where there is none. */
  readonly leader: number;
}

/** A broker as its answers show it: the cluster as this broker knows it. */
export interface BrokerView extends ServedCertificate {
  readonly address: string;
  readonly clusterId: string;
  /** With KRaft: how far the broker has followed the cluster's metadata log. With ZooKeeper it means nothing. */
  readonly metadataOffset?: number;
  /** The broker that it calls the cluster's controller, which means something with ZooKeeper only; -1 for none. */
  readonly controller: number;
  /** The brokers that it knows to be alive, with the addresses that they give to clients from outside. */
  readonly brokers: readonly { readonly id: number; readonly address: string }[];
  readonly partitions: readonly PartitionView[];
  /** The levels of the cluster's finalized features by their names. */
  readonly features: Readonly<Record<string, number>>;
}

/** An address that gives no answer, and why. */
export interface SilentAddress {
  readonly address: string;
  readonly error: string;
}

/** What comes of asking a broker. */
export type BrokerAnswer = BrokerView | SilentAddress;

/** Whether a broker has answered. */
export const isView = (answer: BrokerAnswer): answer is BrokerView => !("error" in answer);

/**
 * Asks one broker, over a connection of its own, in the way that every Kafka client begins: a handshake, which versions
 * it speaks, and what the cluster looks like.
 *
 * @param address host and port
 */
export async function askBroker(address: string, identity: TlsIdentity): Promise<BrokerAnswer> {
  const { apiVersionsV3, metadataV12 } = await import("@platformatic/kafka");
  try {
    return await withBroker(address, identity, async (connection) => {
      const versions = await apiVersionsV3.api.async(connection, clientId, "0");
      await requireSight(connection);
      // A partition may be without a leader.
      const metadata = await withPartialErrors(metadataV12.api.async(connection, null, false, false));
      // A KRaft broker's finalized features are as of this offset of the metadata log.
      const metadataOffset = Number(versions.finalizedFeaturesEpoch ?? -1);
      return {
        address,
        clusterId: metadata.clusterId ?? "",
        ...(metadataOffset >= 0 && { metadataOffset }),
        controller: metadata.controllerId,
        brokers: metadata.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, address: hostPort(host, port) })),
        partitions: metadata.topics.flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex, replicaNodes, isrNodes, leaderId }) => ({
            topic: name ?? "",
            partition: partitionIndex,
            replicas: replicaNodes,
            isr: isrNodes,
            leader: leaderId,
          })),
        ),
        features: Object.fromEntries(
          (versions.finalizedFeatures ?? []).map(({ name, maxVersionLevel }) => [name, maxVersionLevel]),
        ),
        ...servedCertificate(connection),
      };
    });
  } catch (error) {
    return { address, error: rootMessage(error) };
  }
}

const describe = 1 << 8;

// Who may not see the cluster is shown one without topics, in which nothing could ever be wrong.
async function requireSight(connection: Connection): Promise<void> {
  const { describeClusterV1 } = await import("@platformatic/kafka");
  const { clusterAuthorizedOperations } = await describeClusterV1.api.async(connection, true, 1);
  if ((clusterAuthorizedOperations & describe) === 0) {
    throw new Error("it does not let this certificate's holder see the cluster");
  }
}

/**
 * Asks every broker at the address that it gives to clients; a broker that no other knows is asked at its bootstrap
 * address.
 *
 * @param bootstrap an address for each broker, in the order of their ids
 * @returns the answers in the same order
 */
export async function askBrokers(
  bootstrap: readonly string[],
  ask: (address: string) => Promise<BrokerAnswer>,
): Promise<readonly BrokerAnswer[]> {
  const first = await Promise.all(bootstrap.map(ask));
  const advertised = new Map(
    first.filter(isView).flatMap(({ brokers }) => brokers.map((one) => [one.id, one.address])),
  );
  return Promise.all(
    first.map((answer, id) => {
      const address = advertised.get(id) ?? answer.address;
      return first.find((asked) => asked.address === address) ?? ask(address);
    }),
  );
}
