import type { Catalog } from "../../catalog/catalog";
import { rulesOf } from "../../components/access/roles";
import { usersOf } from "../../components/access/users";
import { topicConfig } from "../../components/topics/topic-config";
import { quantity } from "../../lib/units";
import type { Inventory, RuleItem } from "./inventory";

/** What the program makes of the catalog. */
export function declaredInventory({ topics, applications }: Pick<Catalog, "topics" | "applications">): Inventory {
  const users = Object.entries(applications).flatMap(([name, application]) =>
    usersOf(name, application).map(({ username }) => ({ username, application })),
  );
  const rules: RuleItem[] = users.flatMap(({ username, application }) =>
    rulesOf(application).map((rule) => ({
      principal: `User:${username}`,
      host: "*",
      permission: "Allow",
      ...rule,
    })),
  );
  return {
    topics: Object.fromEntries(
      Object.entries(topics).map(([name, topic]) => [
        name,
        { partitions: topic.partitions, replicationFactor: topic.replicationFactor, config: topicConfig(topic) },
      ]),
    ),
    users: Object.fromEntries(users.map(({ username }) => [username, { iterations: 8192 }])),
    rules,
    quotas: Object.fromEntries(
      users.map(({ username, application: { quota } }) => [
        `user ${username}`,
        {
          producer_byte_rate: quantity(quota.produce),
          consumer_byte_rate: quantity(quota.consume),
          ...(quota.requests !== undefined && { request_percentage: quota.requests }),
        },
      ]),
    ),
  };
}
