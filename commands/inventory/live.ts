import {
  type AclFilter,
  AclOperations,
  AclPermissionTypes,
  Admin,
  ClientQuotaEntityTypes,
  ClientQuotaMatchTypes,
  ConfigResourceTypes,
  ConfigSources,
  describeUserScramCredentialsV0,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
} from "@platformatic/kafka";
import { clientId, clientOptions, withBroker } from "../../components/gates/broker-connection";
import type { TlsIdentity } from "../../components/gates/tls-identity";
import type { Inventory, RuleItem, TopicItem } from "./inventory";

/** Where to ask, and as whom. */
export interface LiveArgs {
  /** The brokers' addresses as seen from here. */
  readonly bootstrap: readonly string[];
  /** The administrator's identity. */
  readonly identity: TlsIdentity;
}

/** Asks the cluster for everything that lives on it, but for topics of Kafka's own. */
export async function liveInventory({ bootstrap, identity }: LiveArgs): Promise<Inventory> {
  const admin = new Admin({ ...clientOptions(identity), clientId, bootstrapBrokers: [...bootstrap], retries: 3 });
  try {
    const [topics, rules, quotas, users] = await Promise.all([
      topicsOf(admin),
      rulesOf(admin),
      quotasOf(admin),
      usersOf(bootstrap, identity),
    ]);
    return { topics, rules, quotas, users };
  } finally {
    await admin.close();
  }
}

// Kafka's own begin so, and no topic of the catalog may.
const internal = /^__/;

// More would make an answer that is too large for one message.
const atOnce = 200;

async function topicsOf(admin: Admin): Promise<Inventory["topics"]> {
  const names = (await admin.listTopics({ includeInternals: false })).filter((name) => !internal.test(name));
  const parts = Array.from({ length: Math.ceil(names.length / atOnce) }, (_, index) =>
    names.slice(index * atOnce, (index + 1) * atOnce),
  );
  const found: [string, TopicItem][] = [];
  for (const part of parts) {
    found.push(...(await describeTopics(admin, part)));
  }
  return Object.fromEntries(found);
}

async function describeTopics(admin: Admin, names: readonly string[]): Promise<[string, TopicItem][]> {
  const [{ topics }, described] = await Promise.all([
    admin.metadata({ topics: [...names], forceUpdate: true }),
    admin.describeConfigs({
      resources: names.map((resourceName) => ({ resourceType: ConfigResourceTypes.TOPIC, resourceName })),
    }),
  ]);
  return described.map(({ resourceName, configs }) => {
    const { partitions, partitionsCount } = topics.get(resourceName) ?? {};
    const own = configs.filter(({ configSource }) => configSource === ConfigSources.DYNAMIC_TOPIC_CONFIG);
    return [
      resourceName,
      {
        partitions: partitionsCount ?? 0,
        replicationFactor: partitions?.[0]?.replicas.length ?? 0,
        config: Object.fromEntries(own.map(({ name, value }) => [name, value ?? ""])),
      },
    ];
  });
}

const anything: AclFilter = {
  resourceType: ResourceTypes.ANY,
  resourceName: null,
  resourcePatternType: ResourcePatternTypes.ANY,
  principal: null,
  host: null,
  operation: AclOperations.ANY,
  permissionType: AclPermissionTypes.ANY,
};

const rulesOf = async (admin: Admin): Promise<readonly RuleItem[]> =>
  (await admin.describeAcls({ filter: anything })).flatMap(
    ({ resourceType, resourceName, resourcePatternType, acls }) =>
      acls.map(({ principal, host, operation, permissionType }) => ({
        principal,
        host,
        permission: wordOf(AclPermissionTypes, permissionType),
        operation: wordOf(AclOperations, operation),
        resourceType: wordOf(ResourceTypes, resourceType),
        pattern: wordOf(ResourcePatternTypes, resourcePatternType),
        resourceName,
      })),
  );

/** The word that the Kafka provider has for a number of Kafka's protocol, as `DescribeConfigs` and `TransactionalID`. */
export function wordOf(words: Readonly<Record<string, number>>, value: number): string {
  const label = Object.keys(words).find((key) => words[key] === value) ?? `unknown ${value}`;
  return label
    .split("_")
    .map((part) => (part === "ID" ? part : part.charAt(0) + part.slice(1).toLowerCase()))
    .join("");
}

async function quotasOf(admin: Admin): Promise<Inventory["quotas"]> {
  const kinds = Object.values(ClientQuotaEntityTypes);
  const found = await Promise.all(
    kinds.map((entityType) =>
      admin.describeClientQuotas({
        components: [{ entityType, matchType: ClientQuotaMatchTypes.ANY }],
        strict: false,
      }),
    ),
  );
  // One that is for a user and a client id together is found by both.
  return Object.fromEntries(
    found.flat().map(({ entity, values }) => [
      entity
        .map(({ entityType, entityName }) => `${entityType} ${entityName ?? "(default)"}`)
        .sort()
        .join(", "),
      Object.fromEntries(values.map(({ key, value }) => [key, value])),
    ]),
  );
}

async function usersOf(bootstrap: readonly string[], identity: TlsIdentity): Promise<Inventory["users"]> {
  const { results } = await Promise.any(
    bootstrap.map((address) =>
      withBroker(address, identity, (connection) => describeUserScramCredentialsV0.api.async(connection, null)),
    ),
  );
  return Object.fromEntries(
    results.flatMap(({ user, credentialInfos }) =>
      credentialInfos
        .filter(({ mechanism }) => mechanism === ScramMechanisms.SCRAM_SHA_512)
        .map(({ iterations }) => [user, { iterations }] as const),
    ),
  );
}
