import assert from "node:assert/strict";
import { AclOperations, ResourceTypes } from "@platformatic/kafka";
import { catalog } from "../../../catalog/catalog";
import { compare, describeDifferences } from "../../../commands/inventory/compare";
import { declaredInventory } from "../../../commands/inventory/declared";
import type { Inventory } from "../../../commands/inventory/inventory";
import { wordOf } from "../../../commands/inventory/live";
import { ownedTopics, withoutOwned } from "../../../commands/inventory/owned";
import { roles } from "../../../components/access/roles";

const rule = {
  principal: "User:orders",
  host: "*",
  permission: "Allow",
  operation: "Read",
  resourceType: "Topic",
  pattern: "Literal",
  resourceName: "order.events",
};
const inventory: Inventory = {
  topics: { "order.events": { partitions: 3, replicationFactor: 3, config: { "retention.ms": "1000" } } },
  users: { orders: { iterations: 8192 } },
  rules: [rule],
  quotas: { "user orders": { producer_byte_rate: 1024 } },
};
const nothing: Inventory = { topics: {}, users: {}, rules: [], quotas: {} };
const told = (declared: Inventory, live: Inventory) => describeDifferences(compare(declared, live)).split("\n");

describe("what the program makes of the catalog", () => {
  const declared = declaredInventory(catalog);

  it("holds every topic, and of every application a user, its rules and its quota", () => {
    assert.deepEqual(Object.keys(declared.topics), Object.keys(catalog.topics));
    assert.deepEqual(Object.keys(declared.users), Object.keys(catalog.applications));
    assert.deepEqual(
      Object.keys(declared.quotas),
      Object.keys(catalog.applications).map((name) => `user ${name}`),
    );
    assert.equal(declared.rules.length, 20);
  });

  it("holds both users of an application whose password is being replaced", () => {
    const { "voicecore-consumers": consumers } = catalog.applications;
    assert.ok(consumers);
    const rotated = declaredInventory({ ...catalog, applications: { a: { ...consumers, rotation: 2 } } });
    assert.deepEqual(Object.keys(rotated.users), ["a", "a.2"]);
    assert.equal(rotated.rules.length, 20);
  });
});

describe("the differences between cluster and program", () => {
  it("are none where both are the same", () => {
    assert.deepEqual(compare(inventory, inventory), []);
    assert.deepEqual(compare(nothing, nothing), []);
  });

  it("are what is not there", () => {
    assert.deepEqual(told(inventory, nothing), [
      "topic order.events is not on the cluster: `pulumi up --refresh` makes it",
      "user orders is not on the cluster: `pulumi up --refresh` makes it",
      "rule Allow User:orders Read Topic Literal order.events is not on the cluster: `pulumi up --refresh` makes it",
      "quota user orders is not on the cluster: `pulumi up --refresh` makes it",
    ]);
  });

  it("are what nobody declared, which is left alone", () => {
    assert.deepEqual(
      compare(nothing, inventory).map(({ kind, state }) => `${kind} ${state}`),
      ["topic unknown", "user unknown", "rule unknown", "quota unknown"],
    );
  });

  it("are what is another way than it is to be, setting by setting", () => {
    const live: Inventory = {
      topics: { "order.events": { partitions: 6, replicationFactor: 3, config: { "segment.ms": "1" } } },
      users: { orders: { iterations: 4096 } },
      rules: [{ ...rule, host: "10.0.0.1" }],
      quotas: { "user orders": { producer_byte_rate: 1024, consumer_byte_rate: 1 } },
    };
    assert.deepEqual(told(inventory, live), [
      "topic order.events differs",
      "  partitions is 6, and is to be 3",
      "  retention.ms is not set, and is to be 1000",
      "  segment.ms is 1, and is to be not set",
      "user orders differs",
      "  iterations is 4096, and is to be 8192",
      "rule Allow User:orders Read Topic Literal order.events is not on the cluster: `pulumi up --refresh` makes it",
      "rule Allow User:orders Read Topic Literal order.events from 10.0.0.1 is unknown to the program, which leaves it alone",
      "quota user orders differs",
      "  consumer_byte_rate is 1, and is to be not set",
    ]);
  });
});

describe("what is in force on a cluster", () => {
  it("is the brokers' setting where a topic has none of its own, and so no difference where that is the same", () => {
    const live = (value: string): Inventory => ({
      ...inventory,
      topics: {
        "order.events": {
          partitions: 3,
          replicationFactor: 3,
          config: {},
          defaults: { "retention.ms": value, "segment.ms": "1" },
        },
      },
    });
    assert.deepEqual(compare(inventory, live("1000")), []);
    assert.deepEqual(told(inventory, live("1")), [
      "topic order.events differs",
      "  retention.ms is 1, and is to be 1000",
    ]);
  });
});

describe("a user who keeps a password of its own", () => {
  const keeps = { ...inventory, users: { orders: {} } };

  it("may be hashed as its owner likes, and is no stranger", () => {
    assert.deepEqual(compare(keeps, inventory), []);
  });

  it("is not made again by the program", () => {
    assert.deepEqual(told(keeps, { ...inventory, users: {} }), [
      "user orders is not on the cluster",
      "  its owner has its password, and makes it again; or raise the application's rotation",
    ]);
  });
});

describe("topics that applications own", () => {
  const base = { owner: "shop", purpose: "x", namespace: "shop", quota: { produce: "1Mi", consume: "1Mi" } };
  const [topic] = Object.values(inventory.topics);
  assert.ok(topic);
  const live = { ...nothing, topics: { "orders.placed": topic, "ordersx.placed": topic, orders: topic } };

  it("are told apart from what nobody declared", () => {
    const applications = { orders: { ...base, owns: ["orders."] }, crm: base };
    assert.deepEqual(ownedTopics(applications, live), [{ topic: "orders.placed", application: "orders" }]);
    assert.deepEqual(Object.keys(withoutOwned(applications, live).topics), ["ordersx.placed", "orders"]);
  });
});

describe("the words for Kafka's numbers", () => {
  it("are those that rules are declared by", () => {
    const known = Object.values(ResourceTypes).map((value) => wordOf(ResourceTypes, value));
    assert.ok(Object.values(roles).every(({ resourceType }) => known.includes(resourceType)));
    const operations = Object.values(AclOperations).map((value) => wordOf(AclOperations, value));
    assert.ok(Object.values(roles).every((role) => role.operations.every((one) => operations.includes(one))));
    assert.equal(wordOf(AclOperations, AclOperations.DESCRIBE_CONFIGS), "DescribeConfigs");
    assert.equal(wordOf(AclOperations, 99), "unknown 99");
  });
});
