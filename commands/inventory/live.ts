import {
  type AclFilter,
  AclOperations,
  AclPermissionTypes,
  type Admin,
  ClientQuotaEntityTypes,
  ClientQuotaMatchTypes,
  describeUserScramCredentialsV0,
  ResourcePatternTypes,
  ResourceTypes,
  ScramMechanisms,
} from "@platformatic/kafka";
import { withBroker } from "../../components/gates/broker-connection";
import { type AskedBrokers, asAdministrator, liveTopics } from "../../components/gates/live-topics";
import type { Inventory, RuleItem } from "./inventory";

/** Asks the cluster for everything that lives on it, but for topics of Kafka's own. */
export const liveInventory = (brokers: AskedBrokers): Promise<Inventory> =>
  asAdministrator(brokers, async (admin) => {
    const [topics, rules, quotas, users] = await Promise.all([
      liveTopics(admin),
      rulesOf(admin),
      quotasOf(admin),
      usersOf(brokers),
    ]);
    return { topics, rules, quotas, users };
  });

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

async function usersOf({ bootstrap, identity }: AskedBrokers): Promise<Inventory["users"]> {
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
