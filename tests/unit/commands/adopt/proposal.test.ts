import assert from "node:assert/strict";
import fc from "fast-check";
import { type Catalog, catalog, checkCatalog } from "../../../../catalog/catalog";
import { type Proposal, propose } from "../../../../commands/adopt/proposal";
import type { Said } from "../../../../commands/adopt/said";
import { topicOf } from "../../../../commands/adopt/topic-entry";
import { compare } from "../../../../commands/inventory/compare";
import { declaredInventory } from "../../../../commands/inventory/declared";
import type { Inventory } from "../../../../commands/inventory/inventory";
import type { Acl } from "../../../../components/access/granted";

const said: Said = {
  owner: "shop",
  purpose: "What the shop has",
  classification: "internal",
  class: "standard",
  namespace: "shop",
};
const empty: Catalog = { topics: {}, applications: {}, waivers: [] };
const nothing: Inventory = { topics: {}, users: {}, rules: [], quotas: {} };

/** What brokers of the platform have where a topic says nothing. */
const defaults = {
  "cleanup.policy": "delete",
  "min.insync.replicas": "2",
  "retention.bytes": "-1",
  "retention.ms": "604800000",
  "unclean.leader.election.enable": "false",
  "segment.bytes": "1073741824",
};
const topic = (config: Readonly<Record<string, string>> = {}, replicationFactor = 3) => ({
  partitions: 6,
  replicationFactor,
  config,
  defaults,
});
const rule = (operation: string, resourceType: string, resourceName: string, more: Partial<Acl> = {}): Acl => ({
  principal: "User:orders",
  host: "*",
  permission: "Allow",
  operation,
  resourceType,
  pattern: "Literal",
  resourceName,
  ...more,
});
const bounds = { producer_byte_rate: 1_048_576, consumer_byte_rate: 2_097_152 };
const shop: Inventory = {
  topics: { "shop.orders": topic() },
  users: { orders: { iterations: 4096 } },
  rules: [
    rule("Write", "Topic", "shop.orders"),
    rule("Read", "Topic", "shop.orders"),
    rule("Read", "Group", "orders"),
    rule("Write", "TransactionalID", "orders-", { pattern: "Prefixed" }),
  ],
  quotas: { "user orders": bounds },
};

const extended = ({ topics, applications }: Proposal): Catalog => ({
  topics: Object.fromEntries(Object.entries(topics).map(([name, entry]) => [name, topicOf(entry)])),
  applications,
  waivers: [],
});
const reasonsFor = (live: Inventory, what: string, from = empty) =>
  propose(from, live, said).left.flatMap((left) => (left.what === what ? left.reasons : []));

describe("entries for what the catalog does not know", () => {
  it("say what is there, as briefly as the profile allows", () => {
    const { topics, applications, left } = propose(empty, shop, said);
    assert.deepEqual(topics, {
      "shop.orders": {
        profile: "standard",
        fields: { owner: "shop", purpose: "What the shop has", classification: "internal", partitions: 6 },
      },
    });
    assert.deepEqual(applications, {
      orders: {
        owner: "shop",
        purpose: "What the shop has",
        namespace: "shop",
        produces: ["shop.orders"],
        consumes: ["shop.orders"],
        groups: ["orders"],
        transactionalIdPrefix: "orders-",
        quota: { produce: "1Mi", consume: "2Mi" },
        adopted: true,
      },
    });
    assert.deepEqual(left, []);
  });

  it("say every setting that is not the profile's, in people's units", () => {
    const config = {
      "cleanup.policy": "compact,delete",
      "retention.ms": "5400000",
      "retention.bytes": "1073741824",
      "segment.bytes": "1048576",
      "unclean.leader.election.enable": "false",
    };
    const { topics } = propose(empty, { ...nothing, topics: { x: topic(config) } }, said);
    assert.partialDeepStrictEqual(topics.x?.fields, {
      cleanupPolicy: "compact,delete",
      retention: "90m",
      retentionBytes: "1Gi",
      config: { "segment.bytes": "1048576" },
    });
  });

  it("are by the class that is asked for", () => {
    const audit = {
      "cleanup.policy": "compact",
      "retention.ms": "-1",
      "min.compaction.lag.ms": "9223372036854775807",
      "message.timestamp.type": "LogAppendTime",
    };
    const live = { ...nothing, topics: { audit: topic(audit), plain: topic() } };
    const { topics, left } = propose(empty, live, { ...said, class: "immutable" });
    assert.deepEqual(Object.keys(topics), ["audit"]);
    assert.deepEqual(Object.keys(topics.audit?.fields ?? {}), ["owner", "purpose", "classification", "partitions"]);
    assert.deepEqual(
      left.map(({ what }) => what),
      ["topic plain"],
    );
  });

  it("are only for what is meant, and for nothing that the catalog has", () => {
    const live = { ...shop, topics: { ...shop.topics, other: topic() } };
    assert.deepEqual(Object.keys(propose(empty, live, said, (name) => name === "other").topics), ["other"]);
    const own = declaredInventory(catalog);
    assert.deepEqual(propose(catalog, own, said), { topics: {}, applications: {}, left: [] });
  });

  it("are such that the catalog is right with them, and nothing on the cluster is to be another", () => {
    const milliseconds = fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 3_000_000_000 }));
    const settings = fc.record(
      {
        "cleanup.policy": fc.constantFrom("delete", "compact", "compact,delete", "delete,compact"),
        "min.insync.replicas": fc.constantFrom("1", "2", "3"),
        "retention.ms": milliseconds.map(String),
        "retention.bytes": fc
          .oneof(
            fc.constant(-1),
            fc.nat(),
            fc.nat().map((n) => n * 1024),
          )
          .map(String),
        "unclean.leader.election.enable": fc.constantFrom("true", "false"),
        "segment.bytes": fc.nat().map(String),
        "no.setting": fc.constant("1"),
      },
      { requiredKeys: [] },
    );
    const name = fc.constantFrom("a", "a.b", "a_b", "platform.x", "__x", "-", "shop.orders");
    const topics = fc.dictionary(
      name,
      fc.record({
        partitions: fc.integer({ min: 1, max: 2_000 }),
        replicationFactor: fc.constantFrom(1, 3, 3, 3),
        config: settings,
        defaults: fc.constant(defaults),
      }),
    );
    const user = fc.constantFrom("orders", "Orders", "never-x", "other");
    const rules = fc.array(
      fc.record({
        principal: user.map((each) => `User:${each}`),
        host: fc.constantFrom("*", "*", "*", "10.0.0.1"),
        permission: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
        operation: fc.constantFrom("Read", "Write", "Describe"),
        resourceType: fc.constantFrom("Topic", "Topic", "Group", "TransactionalID"),
        pattern: fc.constantFrom("Literal", "Literal", "Literal", "Prefixed"),
        resourceName: fc.oneof(name, fc.constantFrom("*", "orders-")),
      }),
      { maxLength: 6 },
    );
    const quotas = fc.dictionary(
      user.map((each) => `user ${each}`),
      fc.constantFrom<Readonly<Record<string, number>>>(
        bounds,
        { producer_byte_rate: 1 },
        { ...bounds, request_percentage: 50 },
      ),
    );
    const users = fc.dictionary(user, fc.constant({ iterations: 4096 }));
    fc.assert(
      fc.property(fc.record({ topics, users, rules, quotas }), (live) => {
        const proposal = propose(empty, live, said);
        const result = extended(proposal);
        assert.deepEqual(checkCatalog(result), []);
        const differences = compare(declaredInventory(result), live);
        assert.deepEqual(
          differences.filter(({ state }) => state !== "unknown"),
          [],
        );
        for (const { kind, name: each } of differences.filter(({ kind }) => kind === "topic" || kind === "user")) {
          assert.ok(
            proposal.left.some(({ what, reasons }) => what === `${kind} ${each}` && reasons.length > 0),
            `${kind} ${each} is left, and it is said why`,
          );
        }
      }),
    );
  });
});

describe("what the catalog cannot say", () => {
  it("is a topic that it refuses, or that it would change", () => {
    const live = (config: Readonly<Record<string, string>>, replicas = 3) => ({
      ...nothing,
      topics: { x: topic(config, replicas) },
    });
    assert.match(reasonsFor(live({}, 1), "topic x").join(), /^replicationFactor must be 3, .*; found 1/);
    assert.match(reasonsFor(live({ "min.insync.replicas": "1" }), "topic x").join(), /^minInsyncReplicas must be 2/);
    assert.deepEqual(reasonsFor(live({ "retention.bytes": "1000" }), "topic x"), [
      "the catalog cannot say it as it is: retention.bytes is 1000, and is to be -1",
    ]);
    assert.match(reasonsFor(live({ "retention.ms": "0" }), "topic x").join(), /retention\.ms is 0/);
    assert.match(reasonsFor(live({ "unclean.leader.election.enable": "true" }), "topic x").join(), /unclean/);
    assert.match(reasonsFor(live({ "local.retention.ms": "1" }), "topic x").join(), /no topic setting/);
  });

  it("is a topic whose name is another's in all but dots and underscores", () => {
    const live = { ...nothing, topics: { "a.b": topic(), a_b: topic() } };
    assert.deepEqual(Object.keys(propose(empty, live, said).topics), ["a.b"]);
    assert.match(reasonsFor(live, "topic a_b").join(), /must differ from topics\["a\.b"\]/);
  });

  it("is a user with a rule that no role gives", () => {
    const strange = [
      rule("Read", "Topic", "*"),
      rule("Read", "Topic", "shop.orders", { permission: "Deny" }),
      rule("Read", "Topic", "shop.orders", { host: "10.0.0.1" }),
      rule("Read", "Topic", "shop.", { pattern: "Prefixed" }),
      rule("Read", "Group", "shop-", { pattern: "Prefixed" }),
      rule("Create", "Topic", "shop.orders"),
      rule("Create", "Topic", "shop.", { pattern: "Prefixed" }),
      rule("DescribeTokens", "DelegationToken", "x"),
      rule("Write", "TransactionalID", "others-", { pattern: "Prefixed" }),
    ];
    for (const each of strange) {
      const live = { ...shop, rules: [...shop.rules, each] };
      assert.deepEqual(propose(empty, live, said).applications, {}, JSON.stringify(each));
      assert.equal(reasonsFor(live, "user orders").length, 1, JSON.stringify(each));
    }
  });

  it("is a user without a quota that it can say", () => {
    for (const quota of [undefined, { producer_byte_rate: 1024 }, { ...bounds, consumer_byte_rate: 1000 }]) {
      const live: Inventory = { ...shop, quotas: quota === undefined ? {} : { "user orders": quota } };
      assert.match(reasonsFor(live, "user orders").join(), /^it has no quota of /);
    }
  });

  it("is a user of a topic that is left", () => {
    const live = { ...shop, topics: { "shop.orders": topic({}, 1) } };
    assert.match(
      reasonsFor(live, "user orders").join(),
      /must be a topic of catalog\/topics\.ts, or begin with .*; found "shop\.orders"/,
    );
  });

  it("is a rule that another includes, which is in nobody's way", () => {
    const included = [rule("Describe", "Topic", "shop.orders"), rule("IdempotentWrite", "Cluster", "kafka-cluster")];
    const { applications, left } = propose(empty, { ...shop, rules: [...shop.rules, ...included] }, said);
    assert.deepEqual(Object.keys(applications), ["orders"]);
    assert.deepEqual(
      left.map(({ what }) => what),
      [
        "rule Allow User:orders Describe Topic Literal shop.orders",
        "rule Allow User:orders IdempotentWrite Cluster Literal kafka-cluster",
      ],
    );
  });

  it("are rules and quotas of nobody with a password, and of applications that do not say them", () => {
    const live: Inventory = {
      ...nothing,
      rules: [rule("Read", "Topic", "x"), rule("Read", "Topic", "x", { principal: "User:voicecore-producer" })],
      quotas: { "client-id x": bounds },
    };
    assert.match(reasonsFor(live, "rule Allow User:orders Read Topic Literal x").join(), /^it is of no user/);
    assert.match(reasonsFor(live, "quota client-id x").join(), /^it is of no user/);
    assert.match(
      reasonsFor(live, "rule Allow User:voicecore-producer Read Topic Literal x", catalog).join(),
      /^voicecore-producer is in the catalog, which does not say that/,
    );
  });
});
