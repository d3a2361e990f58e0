import type { Catalog } from "../../catalog/catalog";
import { granted } from "../../components/access/granted";
import { topicConfig } from "../../components/topics/topic-config";
import type { Inventory } from "./inventory";

/** What the program makes of the catalog. */
export function declaredInventory({ topics, applications }: Pick<Catalog, "topics" | "applications">): Inventory {
  const users = Object.entries(applications).flatMap(([name, application]) => granted(name, application));
  return {
    topics: Object.fromEntries(
      Object.entries(topics).map(([name, topic]) => [
        name,
        { partitions: topic.partitions, replicationFactor: topic.replicationFactor, config: topicConfig(topic) },
      ]),
    ),
    users: Object.fromEntries(
      users.map(({ username, adopted, iterations }) => [username, adopted ? {} : { iterations }]),
    ),
    rules: users.flatMap(({ acls }) => acls),
    quotas: Object.fromEntries(users.map(({ username, quota }) => [`user ${username}`, quota])),
  };
}
