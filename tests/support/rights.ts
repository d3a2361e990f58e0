/** What an application may do, as brokers themselves say it. */
import {
  AclOperations,
  Connection,
  describeClusterV1,
  describeGroupsV5,
  initProducerIdV4,
  metadataV12,
} from "@platformatic/kafka";
import { headlessService, podName } from "../../components/kafka/names";
import { podHost } from "../../lib/naming";
import { type Credentials, clientOptions, type Surroundings } from "./security/applications";
import { trail } from "./security/expect";

/** The operations that are allowed, by what they are on. */
export interface Rights {
  readonly cluster: readonly string[];
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly transactionalIds: Readonly<Record<string, boolean>>;
  /** Whether it may write idempotently. */
  readonly idempotent: boolean;
}

/** What somebody is asked about. */
export interface Asked {
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly transactionalIds: readonly string[];
}

// A broker answers with one bit for each operation, and with this number where it is not asked.
const notAsked = -2_147_483_648;

const words = (bits: number): string[] =>
  bits === notAsked
    ? []
    : Object.entries(AclOperations)
        .filter(([, operation]) => operation > AclOperations.ALL && bits & (1 << operation))
        .map(([word]) => word)
        .sort();

/** Asks brokers, as an application, what that application may do. */
export const rightsOf = (surroundings: Surroundings, credentials: Credentials, asked: Asked): Promise<Rights> =>
  withBrokers(surroundings, credentials, async (brokers) => {
    const [first] = brokers;
    return {
      cluster: words((await describeClusterV1.api.async(first, true, 1)).clusterAuthorizedOperations),
      topics: await byName(asked.topics, (topic) => topicRights(first, topic)),
      groups: await byName(asked.groups, (group) => groupRights(brokers, group)),
      transactionalIds: await byName(asked.transactionalIds, (id) => mayProduce(first, id)),
      idempotent: await mayProduce(first, null),
    };
  });

type Brokers = readonly [Connection, ...Connection[]];

async function withBrokers<T>(
  surroundings: Surroundings,
  credentials: Credentials,
  work: (brokers: Brokers) => Promise<T>,
): Promise<T> {
  const open: Connection[] = [];
  try {
    for (const id of [0, 1, 2]) {
      const host = podHost(podName(id), headlessService, surroundings.namespace);
      const connection = new Connection("kafka-platform-tests", {
        ...clientOptions(surroundings, credentials, host),
        tlsServerName: host,
      });
      connection.on("error", () => undefined);
      open.push(connection);
      await connection.connect(host, 9092);
    }
    return await work(open as unknown as Brokers);
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
  }
}

async function byName<T>(names: readonly string[], ask: (name: string) => Promise<T>): Promise<Record<string, T>> {
  const entries: [string, T][] = [];
  for (const name of names) {
    entries.push([name, await ask(name)]);
  }
  return Object.fromEntries(entries);
}

async function topicRights(broker: Connection, topic: string): Promise<string[]> {
  try {
    const { topics } = await metadataV12.api.async(broker, [topic], false, true);
    return words(topics[0]?.topicAuthorizedOperations ?? notAsked);
  } catch (error) {
    return unlessFor(/TOPIC_AUTHORIZATION_FAILED/, error, []);
  }
}

// Only a group's coordinator knows it.
async function groupRights(brokers: Brokers, group: string): Promise<string[]> {
  for (const broker of brokers) {
    try {
      const { groups } = await describeGroupsV5.api.async(broker, [group], true);
      return words(groups[0]?.authorizedOperations ?? notAsked);
    } catch (error) {
      if (/GROUP_AUTHORIZATION_FAILED/.test(trail(error))) {
        return [];
      }
      unlessFor(/NOT_COORDINATOR/, error, undefined);
    }
  }
  throw new Error(`no broker is the coordinator of ${group}`);
}

/** @param transactionalId none for who only writes idempotently */
async function mayProduce(broker: Connection, transactionalId: string | null): Promise<boolean> {
  try {
    await initProducerIdV4.api.async(broker, transactionalId, 60_000);
    return true;
  } catch (error) {
    // A broker looks first whether somebody may, and then whether it is the one to ask.
    return /NOT_COORDINATOR|CONCURRENT_TRANSACTIONS|COORDINATOR_/.test(trail(error))
      ? true
      : unlessFor(/(TRANSACTIONAL_ID|CLUSTER)_AUTHORIZATION_FAILED/, error, false);
  }
}

/** What an error means for this reason; any other is thrown on. */
function unlessFor<T>(reason: RegExp, error: unknown, meaning: T): T {
  if (reason.test(trail(error))) {
    return meaning;
  }
  throw error;
}
