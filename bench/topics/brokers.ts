import { isDeepStrictEqual } from "node:util";
import { Admin } from "@platformatic/kafka";
import { clientId, clientOptions } from "../../components/gates/broker-connection";
import { liveTopics } from "../../components/gates/live-topics";
import { waitFor } from "../../local/support/wait";
import type { Bootstrap } from "../../tests/support/kafka-clients";
import { isOfSet, type TopicSet } from "./topic-set";

/** Does work as the administrator, with time for requests about all topics at once. */
export async function asAdministrator<T>(bootstrap: Bootstrap, work: (admin: Admin) => Promise<T>): Promise<T> {
  const options = { ...clientOptions(bootstrap.tls), requestTimeout: 120_000, timeout: 120_000, retries: 3 };
  const admin = new Admin({ ...options, clientId, bootstrapBrokers: [...bootstrap.addresses] });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

/** Makes all topics by one request. */
export const createAll = (bootstrap: Bootstrap, set: TopicSet): Promise<unknown> =>
  asAdministrator(bootstrap, (admin) =>
    admin.createTopics({
      topics: [...set.names],
      partitions: set.partitions,
      replicas: set.replicationFactor,
      configs: Object.entries(set.config).map(([name, value]) => ({ name, value })),
    }),
  );

/** Deletes the topics of all sets by one request, and waits until brokers know none. */
export const deleteAll = (bootstrap: Bootstrap): Promise<void> =>
  asAdministrator(bootstrap, async (admin) => {
    const left = async () => (await admin.listTopics({ includeInternals: false })).filter(isOfSet);
    const topics = await left();
    if (topics.length > 0) {
      await admin.deleteTopics({ topics });
    }
    await waitFor("the brokers to forget topics", async () => (await left()).length === 0, {
      timeoutMs: 120_000,
      everyMs: 500,
    });
  });

/**
 * Makes sure that brokers have the topics of a set, and no others of a set. A broker may hear of them a moment later than
 * who made them.
 *
 * @throws Error naming the first that is not there, or is another one
 */
export const assertThere = (bootstrap: Bootstrap, set: TopicSet): Promise<true> =>
  waitFor("the brokers to have the topics", async () => assertSame(await ofSets(bootstrap), set), {
    timeoutMs: 30_000,
    everyMs: 1_000,
  });

const ofSets = async (bootstrap: Bootstrap) =>
  new Map(
    Object.entries(await asAdministrator(bootstrap, liveTopics))
      .filter(([name]) => isOfSet(name))
      .map(([name, { defaults: _, ...made }]) => [name, made]),
  );

function assertSame(found: ReadonlyMap<string, Omit<TopicSet, "names">>, { names, ...wanted }: TopicSet): true {
  const wrong = names.find((name) => !isDeepStrictEqual(found.get(name), wanted));
  if (wrong !== undefined || found.size !== names.length) {
    const is = wrong === undefined ? "" : `; ${wrong} is ${JSON.stringify(found.get(wrong))}`;
    throw new Error(`${found.size} topics are there, ${names.length} ${JSON.stringify(wanted)} were wanted${is}`);
  }
  return true;
}
