/** Applications as they are in the cluster: they call names of its DNS at the CLIENT listener, and give a password. */
import { Resolver } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import {
  Admin,
  type BaseOptions,
  Connection,
  Consumer,
  describeClusterV1,
  Producer,
  stringDeserializers,
  stringSerializers,
} from "@platformatic/kafka";
import { bootstrapService } from "../../../components/kafka/names";
import { serviceHost } from "../../../lib/naming";
import { trail } from "./expect";

/** What applications know of the cluster. */
export interface Surroundings {
  readonly namespace: string;
  /** The address of the cluster's DNS. */
  readonly dns: string;
  /** The certificates of the trusted authorities, as PEM. */
  readonly ca: string;
}

/** By what an application proves itself. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** How it gives it. @default SCRAM-SHA-512 */
  readonly mechanism?: "SCRAM-SHA-512" | "SCRAM-SHA-256" | "PLAIN";
}

/** Resolves names as pods do. */
function lookupAt(dns: string): LookupFunction {
  const resolver = new Resolver();
  resolver.setServers([dns]);
  return (host, { all }, callback) => {
    const found = isIP(host) > 0 ? Promise.resolve([host]) : resolver.resolve4(host);
    found.then(
      (addresses) => {
        if (all) {
          callback(
            null,
            addresses.map((address) => ({ address, family: 4 })),
          );
        } else {
          callback(null, addresses[0] ?? "", 4);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 4),
    );
  };
}

/**
 * The settings of an application's clients.
 *
 * @param credentials it says nothing about itself without any
 * @param host where it begins @default the Service of all brokers
 */
export const clientOptions = ({ namespace, dns, ca }: Surroundings, credentials?: Credentials, host?: string) =>
  ({
    clientId: "kafka-platform-tests",
    bootstrapBrokers: [`${host ?? serviceHost(bootstrapService, namespace)}:9092`],
    tls: { ca, lookup: lookupAt(dns) },
    tlsServerName: true,
    ...(credentials && { sasl: { mechanism: "SCRAM-SHA-512" as const, ...credentials } }),
    // No limit of the platform's: on a machine that stands still, the tests wait with it.
    connectTimeout: 20_000,
    requestTimeout: 30_000,
    retries: 0,
  }) satisfies BaseOptions;

/** Whether somebody is let in by its password. @param host the broker that is asked @default any of them */
export async function authenticates(
  surroundings: Surroundings,
  credentials: Credentials,
  host?: string,
): Promise<boolean> {
  const admin = new Admin(clientOptions(surroundings, credentials, host));
  try {
    await admin.metadata({ topics: [] });
    return true;
  } catch (error) {
    if (/AuthenticationError|SASL_/.test(trail(error))) {
      return false;
    }
    throw error;
  } finally {
    await admin.close();
  }
}

/** What somebody may do with the cluster as a whole, as the bits of its operations: 0 is nothing at all. */
export async function clusterRights(
  options: ConstructorParameters<typeof Connection>[1],
  host: string,
  port: number,
): Promise<number> {
  const connection = new Connection("kafka-platform-tests", options);
  connection.on("error", () => undefined);
  try {
    await connection.connect(host, port);
    return (await describeClusterV1.api.async(connection, true, 1)).clusterAuthorizedOperations;
  } finally {
    await connection.close();
  }
}

/** An application with a password. Each of its deeds fails with Kafka's own word for why it may not. */
export class Application {
  private readonly admin: Admin;
  private readonly producer: Producer<string, string, string, string>;
  private readonly settings: ReturnType<typeof clientOptions>;

  constructor(surroundings: Surroundings, credentials: Credentials) {
    this.settings = clientOptions(surroundings, credentials);
    this.admin = new Admin(this.settings);
    this.producer = new Producer({ ...this.settings, serializers: stringSerializers, acks: -1, idempotent: false });
  }

  async describe(topic: string): Promise<void> {
    await this.admin.metadata({ topics: [topic], forceUpdate: true });
  }

  async write(topic: string, value: string): Promise<void> {
    await this.producer.send({ messages: [{ topic, key: "key", value }] });
  }

  /** How many batches of records there are at the beginning of a topic's first partition. */
  async read(topic: string): Promise<number> {
    const metadata = await this.admin.metadata({ topics: [topic], forceUpdate: true });
    const { id, partitions } = metadata.topics.get(topic) ?? { id: "", partitions: [] };
    const start = { partition: 0, fetchOffset: 0n, currentLeaderEpoch: -1, lastFetchedEpoch: -1 };
    return this.asMember("none", async (consumer) => {
      const { responses } = await consumer.fetch({
        node: partitions[0]?.leader ?? -1,
        topics: [{ topicId: id, partitions: [{ ...start, partitionMaxBytes: 1_000_000 }] }],
        maxWaitTime: 500,
      });
      return responses.flatMap((one) => one.partitions.flatMap(({ records }) => records ?? [])).length;
    });
  }

  /** Asks for the group's coordinator, as who wants to join it has to. */
  async join(group: string): Promise<void> {
    await this.asMember(group, (consumer) => consumer.findGroupCoordinator());
  }

  async close(): Promise<void> {
    await this.producer.close();
    await this.admin.close();
  }

  private async asMember<T>(
    groupId: string,
    work: (consumer: Consumer<string, string, string, string>) => Promise<T>,
  ): Promise<T> {
    const consumer = new Consumer({ ...this.settings, groupId, deserializers: stringDeserializers });
    try {
      return await work(consumer);
    } finally {
      await consumer.close(true);
    }
  }
}
