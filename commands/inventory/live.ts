import {
  type AclFilter,
  AclOperations,
  AclPermissionTypes,
  type Admin,
  ClientQuotaEntityTypes,
  ClientQuotaMatchTypes,
  ResourcePatternTypes,
  ResourceTypes,
} from "@platformatic/kafka";
import type { Acl } from "../../components/access/granted";
import { type AskedBrokers, asAdministrator } from "../../components/gates/broker-connection";
import { usersOfAll } from "../../components/gates/lasting-user";
import { liveTopics } from "../../components/gates/live-topics";
import type { Inventory } from "./inventory";

/** Asks the cluster for everything that lives on it, but for topics of Kafka's own. */
export const liveInventory = (brokers: AskedBrokers): Promise<Inventory> =>
  asAdministrator(brokers, async (admin) => {
    const [topics, rules, quotas, users] = await Promise.all([
      liveTopics(admin),
      rulesOf(admin),
      quotasOf(admin),
      usersOfAll(brokers.bootstrap, brokers.identity),
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

const rulesOf = async (admin: Admin): Promise<readonly Acl[]> =>
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
