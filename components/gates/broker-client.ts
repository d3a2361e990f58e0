import { hostPort, splitHostPort } from "../../lib/naming";

/** A broker as one of its answers shows it: the cluster as this broker knows it. */
export interface BrokerView {
  readonly address: string;
  readonly clusterId: string;
  /** How far the broker has followed the cluster's metadata log. */
  readonly metadataOffset: number;
  /** The brokers that it knows to be alive, with the addresses that they give to clients from outside. */
  readonly brokers: readonly { readonly id: number; readonly address: string }[];
  /** The partitions that lack replicas, with the brokers that are behind. */
  readonly behind: readonly { readonly partition: string; readonly brokers: readonly number[] }[];
}

/** An address that gives no answer, and why. */
export interface SilentAddress {
  readonly address: string;
  readonly error: string;
}

export type BrokerAnswer = BrokerView | SilentAddress;

/**
 * Asks one broker, over a connection of its own, in the way that every Kafka client begins: which versions it speaks,
 * and what the cluster looks like.
 *
 * @param address host and port
 */
export async function askBroker(address: string): Promise<BrokerAnswer> {
  // Loaded where it is needed, since previews have no use for it.
  const { apiVersionsV3, Connection, metadataV12 } = await import("@platformatic/kafka");
  const connection = new Connection("kafka-platform", { connectTimeout: 3_000, requestTimeout: 5_000 });
  // Without a listener, a connection that breaks later would end the program.
  connection.on("error", () => {});
  const { host, port } = splitHostPort(address);
  try {
    await connection.connect(host, port);
    const versions = await apiVersionsV3.api.async(connection, "kafka-platform", "0");
    const metadata = await withPartialErrors(metadataV12.api.async(connection, null, false, false));
    return {
      address,
      clusterId: metadata.clusterId ?? "",
      // A KRaft broker's finalized features are as of this offset of the metadata log.
      metadataOffset: Number(versions.finalizedFeaturesEpoch ?? -1),
      brokers: metadata.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, address: hostPort(host, port) })),
      behind: metadata.topics.flatMap(({ name, partitions }) =>
        partitions
          .map(({ partitionIndex, replicaNodes, isrNodes }) => ({
            partition: `${name}-${partitionIndex}`,
            brokers: replicaNodes.filter((id) => !isrNodes.includes(id)),
          }))
          .filter(({ brokers }) => brokers.length > 0),
      ),
    };
  } catch (error) {
    return { address, error: rootMessage(error) };
  } finally {
    await connection.close();
  }
}

// A partition without a leader makes the client throw the whole answer; the answer says which one it is.
async function withPartialErrors<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const { response } = error as { response?: T };
    if (response === undefined) {
      throw error;
    }
    return response;
  }
}

function rootMessage(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? rootMessage(cause) : message;
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
  ask: (address: string) => Promise<BrokerAnswer> = askBroker,
): Promise<readonly BrokerAnswer[]> {
  const first = await Promise.all(bootstrap.map(ask));
  const advertised = new Map(
    first.flatMap((answer) => ("error" in answer ? [] : answer.brokers.map(({ id, address }) => [id, address]))),
  );
  return Promise.all(
    first.map((answer, id) => {
      const address = advertised.get(id) ?? answer.address;
      return first.find((asked) => asked.address === address) ?? ask(address);
    }),
  );
}
