import assert from "node:assert/strict";
import { stateInventory } from "../../../../commands/gate/state-inventory";

describe("what a state says was made in Kafka", () => {
  it("is its topics, users, rules and quotas, as the cluster tells them", () => {
    const resource = (type: string, inputs: object) => ({ urn: `urn::${type}`, type, inputs });
    const rule = { aclPrincipal: "User:a", aclHost: "*", aclPermissionType: "Allow", aclOperation: "Read" };
    const inventory = stateInventory({
      deployment: {
        resources: [
          resource("kafka:index/topic:Topic", { name: "t", partitions: 3, replicationFactor: 3, config: { a: "b" } }),
          resource("kafka:index/userScramCredential:UserScramCredential", { username: "a", scramIterations: 8192 }),
          resource("kafka:index/acl:Acl", {
            ...rule,
            ...{ aclResourceType: "Topic", aclResourceName: "t", resourcePatternTypeFilter: "Prefixed" },
          }),
          resource("kafka:index/quota:Quota", { entityType: "user", entityName: "a", config: { x: "1" } }),
          resource("kafka-platform:access:Applications", { applications: { kept: { adopted: true }, a: {} } }),
        ],
      },
    });
    assert.deepEqual(inventory, {
      topics: { t: { partitions: 3, replicationFactor: 3, config: { a: "b" } } },
      users: { kept: {}, a: { iterations: 8192 } },
      rules: [
        {
          ...{ principal: "User:a", host: "*", permission: "Allow", operation: "Read" },
          ...{ resourceType: "Topic", pattern: "Prefixed", resourceName: "t" },
        },
      ],
      quotas: { "user a": { x: 1 } },
    });
  });

  it("is nothing where nothing was made", () => {
    assert.deepEqual(stateInventory({ deployment: {} }), { topics: {}, users: {}, rules: [], quotas: {} });
  });
});
