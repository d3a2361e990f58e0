import type { Admin } from "@platformatic/kafka";

/** A topic as it is on the cluster, with the settings that are its own. */
export interface LiveTopic {
  readonly partitions: number;
  /** Of the partition that has the fewest. */
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
  /** What holds where it says nothing itself, as the brokers have it. @default not known */
  readonly defaults?: Readonly<Record<string, string>>;
}

const internal = /^__(consumer_offsets|transaction_state|cluster_metadata|share_group_state|remote_log_metadata)$/;

// More would make an answer that is too large for one message.
const atOnce = 200;

/** All topics on the cluster by their names, but for Kafka's own. */
export async function liveTopics(admin: Admin): Promise<Readonly<Record<string, LiveTopic>>> {
  const names = (await admin.listTopics({ includeInternals: false })).filter((name) => !internal.test(name));
  const parts = Array.from({ length: Math.ceil(names.length / atOnce) }, (_, index) =>
    names.slice(index * atOnce, (index + 1) * atOnce),
  );
  const found: [string, LiveTopic][] = [];
  for (const part of parts) {
    found.push(...(await describeTopics(admin, part)));
  }
  return Object.fromEntries(found);
}

async function describeTopics(admin: Admin, names: readonly string[]): Promise<[string, LiveTopic][]> {
  const { ConfigResourceTypes, ConfigSources } = await import("@platformatic/kafka");
  const [{ topics }, described] = await Promise.all([
    admin.metadata({ topics: [...names], forceUpdate: true }),
    admin.describeConfigs({
      resources: names.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
    }),
  ]);
  return described.map(({ resourceName, configs }) => {
    const { partitions = [], partitionsCount } = topics.get(resourceName) ?? {};
    const isOwn = ({ configSource }: (typeof configs)[number]) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG;
    const values = (some: typeof configs) => Object.fromEntries(some.map(({ name, value }) => [name, value ?? ""]));
    return [
      resourceName,
      {
        partitions: partitionsCount ?? 0,
        replicationFactor: Math.min(...Object.values(partitions).map(({ replicas }) => replicas.length)),
        config: values(configs.filter(isOwn)),
        defaults: values(configs.filter((one) => !isOwn(one))),
      },
    ];
  });
}
