import assert from "node:assert/strict";
import { type Step, takeover } from "../../../../commands/adopt/takeover";
import type { Inventory } from "../../../../commands/inventory/inventory";
import type { ExportedResource, ExportedState } from "../../../../commands/state";
import { writeRule, writeRuleInputs } from "../write-rule";

const TOPICS = "kafka-platform:topics:Topics";
const APPLICATIONS = "kafka-platform:access:Applications";
const TOPIC = "kafka:index/topic:Topic";
const RULE = "kafka:index/acl:Acl";
const USER = "kafka:index/userScramCredential:UserScramCredential";
const QUOTA = "kafka:index/quota:Quota";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::p::${type}::${name}`;
const resource = (type: string, name: string, inputs: object, more: object = {}): ExportedResource => ({
  urn: urnOf(type, name),
  type,
  inputs,
  ...more,
});
const provider = resource("pulumi:providers:kafka", "kafka", {});
const parents = { parent: urnOf(TOPICS, "topics"), provider: `${provider.urn}::some-id` };
const state = (topics = {}, applications = {}): ExportedState => ({
  version: 3,
  deployment: {
    resources: [
      provider,
      resource(TOPICS, "topics", { topics }),
      resource(APPLICATIONS, "applications", { applications }),
    ],
  },
});
const create = (newState: ExportedResource): Step => ({ op: "create", newState });

const wanted = {
  name: "shop.orders",
  partitions: 3,
  replicationFactor: 3,
  config: { "retention.ms": "1000", "retention.bytes": "-1" },
};
const live: Inventory = {
  topics: {
    "shop.orders": {
      partitions: 3,
      replicationFactor: 3,
      config: { "retention.ms": "1000" },
      defaults: { "retention.bytes": "-1", "segment.bytes": "1" },
    },
  },
  users: { orders: { iterations: 4096 } },
  rules: [writeRule("orders", "shop.orders")],
  quotas: { "user orders": { producer_byte_rate: 1_048_576, consumer_byte_rate: 1_048_576 } },
};
const rule = resource(RULE, "orders/Write", writeRuleInputs("orders", "shop.orders"));
const quota = (rate: string) =>
  resource(QUOTA, "orders", {
    entityType: "user",
    entityName: "orders",
    config: { producer_byte_rate: rate, consumer_byte_rate: "1048576" },
  });
const resourcesOf = ({ deployment }: ExportedState) => deployment.resources ?? [];
const addedBy = (...steps: Step[]) => resourcesOf(takeover(state(), steps, live).state).slice(3);

describe("what is taken into a state", () => {
  it("is as the program wants it, with all that guards it, under the id that it has", () => {
    const guarded = { ...parents, protect: true, resourceHooks: { BeforeDelete: ["topic-guard"] } };
    const step = create(resource(TOPIC, "shop.orders", wanted, guarded));
    const { taken, left } = takeover(state(), [step], live);
    assert.deepEqual(taken, [{ what: "Topic shop.orders", differs: [] }]);
    assert.deepEqual(left, []);
    const added = addedBy(step).map(({ created: _, ...resource }) => resource);
    assert.deepEqual(added, [
      resource(TOPIC, "shop.orders", wanted, { ...guarded, id: "shop.orders", outputs: wanted }),
    ]);
  });

  it("are rules and quotas too, but for quotas with other numbers, which are made again", () => {
    const ids = addedBy(create(rule), create(quota("1048576"))).map(({ id }) => id);
    assert.deepEqual(ids, ["User:orders|*|Write|Allow|Topic|shop.orders|Literal", "orders|user"]);
    assert.deepEqual(addedBy(create(quota("1024"))), []);
  });

  it("is nothing that the cluster does not have, that is in the state, or that is not Kafka's", () => {
    const missing = resource(TOPIC, "new", { ...wanted, name: "new" });
    const service = resource("kubernetes:core/v1:Service", "shop.orders", wanted);
    const update: Step = { op: "update", newState: resource(TOPIC, "shop.orders", wanted) };
    assert.deepEqual(addedBy(create(missing), create(service), update), []);
  });

  it("is a topic as it is, where the program wants it otherwise, and that is said", () => {
    const other = { ...wanted, partitions: 6, config: { ...wanted.config, "retention.ms": "1", "segment.bytes": "2" } };
    const { taken, state: after } = takeover(state(), [create(resource(TOPIC, "shop.orders", other))], live);
    assert.deepEqual(taken[0]?.differs, [
      "partitions is 3, and is to be 6",
      "retention.ms is 1000, and is to be 1",
      "segment.bytes is 1, and is to be 2",
    ]);
    assert.deepEqual(resourcesOf(after)[3]?.inputs, {
      ...wanted,
      config: { ...wanted.config, "segment.bytes": "1" },
    });
  });

  it("is no user, whose password nobody can compare", () => {
    const user = resource(USER, "orders", {
      username: "orders",
      scramMechanism: "SCRAM-SHA-512",
      password: "[secret]",
    });
    const { taken, left } = takeover(state(), [create(user)], live);
    assert.deepEqual(taken, []);
    assert.match(left[0]?.reasons.join() ?? "", /the next pulumi up sets it/);
  });

  it("is nothing whose parent, provider or dependency the state does not have", () => {
    const lacks = [
      { parent: "urn:none" },
      { provider: "urn:none::id" },
      { deletedWith: "urn:none" },
      { dependencies: ["urn:none"] },
      { propertyDependencies: { name: ["urn:none"] } },
    ];
    for (const lack of lacks) {
      const step = create(resource(TOPIC, "shop.orders", wanted, { ...parents, ...lack }));
      const { taken, left } = takeover(state(), [step], live);
      assert.deepEqual(taken, [], JSON.stringify(lack));
      assert.match(left[0]?.reasons.join() ?? "", /not in the state/);
    }
  });
});

describe("what describes topics and applications in a state", () => {
  const application = {
    produces: ["shop.orders"],
    quota: { produce: "1Mi", consume: "1Mi" },
    adopted: true,
  };

  it("describes what was taken too, and nothing else that is new, which guards have not judged yet", () => {
    const topics = { old: { class: "critical" } };
    const steps: Step[] = [
      create(resource(TOPIC, "shop.orders", wanted)),
      {
        op: "update",
        newState: resource(TOPICS, "topics", {
          topics: { old: { class: "standard" }, "shop.orders": { class: "standard" }, new: { class: "standard" } },
        }),
      },
    ];
    assert.deepEqual(resourcesOf(takeover(state(topics), steps, live).state)[1]?.inputs, {
      topics: { old: { class: "critical" }, "shop.orders": { class: "standard" } },
    });
  });

  it("is remembered for guards in the same way", () => {
    const stash = (name: string, input: object) => {
      const urn = `urn:pulumi:dev::kafka-platform::${TOPICS}$pulumi:index:Stash::${name}`;
      return { urn, type: "pulumi:index:Stash", inputs: { input }, outputs: { input, output: "first" } };
    };
    const [old, taken] = [{ class: "critical" }, { class: "standard" }];
    const before = state();
    const { resources = [] } = before.deployment;
    const remembering = {
      deployment: { ...before.deployment, resources: [...resources, stash("topic-promises", { old })] },
    };
    const steps: Step[] = [
      create(resource(TOPIC, "shop.orders", wanted)),
      { op: "update", newState: stash("topic-promises", { old: taken, "shop.orders": taken, new: taken }) },
    ];
    const after = resourcesOf(takeover(remembering, steps, live).state)[3];
    assert.deepEqual(after?.inputs, { input: { old, "shop.orders": taken } });
    assert.deepEqual(after?.outputs, { input: { old, "shop.orders": taken }, output: "first" });
  });

  it("describes applications of which nothing is left to be made", () => {
    const described = (each: object) => {
      const newState = resource(APPLICATIONS, "applications", { applications: { orders: each } });
      return resourcesOf(takeover(state(), [{ op: "update", newState }], live).state)[2]?.inputs;
    };
    assert.deepEqual(described(application), { applications: { orders: application } });
    for (const more of [{ adopted: false }, { rotation: 2 }, { consumes: ["shop.orders"], groups: [] }]) {
      assert.deepEqual(described({ ...application, ...more }), { applications: {} }, JSON.stringify(more));
    }
  });
});
