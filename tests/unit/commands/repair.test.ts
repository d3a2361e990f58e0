import assert from "node:assert/strict";
import type { Inventory } from "../../../commands/inventory/inventory";
import { pendingOperations, perhapsMade, settled, unsure } from "../../../commands/repair/settle";
import { twins, withoutTwins } from "../../../commands/repair/twins";
import type { ExportedResource, ExportedState } from "../../../commands/state";
import { writeRule, writeRuleInputs } from "./write-rule";

const TOPIC = "kafka:index/topic:Topic";
const RULE = "kafka:index/acl:Acl";
const USER = "kafka:index/userScramCredential:UserScramCredential";
const QUOTA = "kafka:index/quota:Quota";
const SERVICE = "kubernetes:core/v1:Service";

const resource = (type: string, name: string, inputs: object = { name }): ExportedResource => ({
  urn: `urn:${type}::${name}`,
  type,
  inputs,
});
const pending = (type: string, ...resources: ExportedResource[]): ExportedState => ({
  deployment: {
    resources: [resource(SERVICE, "kafka")],
    pending_operations: resources.map((each) => ({ type, resource: each })),
  },
});

const rule = writeRuleInputs("orders", "call.events");
const live: Inventory = {
  topics: { "call.events": { partitions: 1, replicationFactor: 3, config: {} } },
  users: { orders: { iterations: 8192 } },
  rules: [writeRule("orders", "call.events")],
  quotas: { "user orders": { producer_byte_rate: 1 } },
};
const idsOf = ({ deployment }: ExportedState) => deployment.resources?.slice(1).map(({ id }) => id);

describe("the state that an interrupted run left", () => {
  it("takes over what was made after all, under the id that it has", () => {
    const user = { username: "orders", scramMechanism: "SCRAM-SHA-512", password: { secret: "x" } };
    const state = pending(
      "creating",
      resource(TOPIC, "call.events"),
      resource(RULE, "rule", rule),
      resource(USER, "orders", user),
    );
    const after = settled(state, live);
    assert.equal(after.deployment.pending_operations, undefined);
    assert.deepEqual(idsOf(after), [
      "call.events",
      "User:orders|*|Write|Allow|Topic|call.events|Literal",
      "orders|SCRAM-SHA-512",
    ]);
    const [, , rule_, user_] = after.deployment.resources ?? [];
    const { created, initErrors, ...taken } = user_ as ExportedResource;
    assert.deepEqual(taken, { ...resource(USER, "orders", user), id: "orders|SCRAM-SHA-512", outputs: user });
    assert.ok(Math.abs(Date.now() - Date.parse(String(created))) < 60_000);
    assert.ok(initErrors, "whose password it is, is not known");
    assert.equal(rule_?.initErrors, undefined);
  });

  it("takes over a quota that is as it was to be made, which the program may have dropped since", () => {
    const quota = (rate: string) => ({
      entityType: "user",
      entityName: "orders",
      config: { producer_byte_rate: rate },
    });
    assert.deepEqual(idsOf(settled(pending("creating", resource(QUOTA, "orders", quota("1"))), live)), ["orders|user"]);
    assert.deepEqual(idsOf(settled(pending("creating", resource(QUOTA, "orders", quota("2"))), live)), []);
  });

  it("takes a Secret with a password for made, to be read then", () => {
    const inputs = { metadata: { namespace: "shop", name: "orders-kafka" }, data: {} };
    const secret = resource("kubernetes:core/v1:Secret", "orders-kafka", inputs);
    const state = pending("creating", secret, resource(SERVICE, "kafka-headless"));
    assert.deepEqual(settled(state, live).deployment.resources?.slice(1), [
      { ...secret, id: "shop/orders-kafka", outputs: inputs },
    ]);
    assert.deepEqual(perhapsMade(state), [secret.urn]);
    assert.deepEqual(perhapsMade(pending("updating", secret)), []);
  });

  it("forgets what was not made, and what can be made again", () => {
    const state = pending(
      "creating",
      resource(TOPIC, "never.made"),
      resource(RULE, "rule", { ...rule, aclOperation: "Read" }),
      resource(USER, "nobody", { username: "nobody", scramMechanism: "SCRAM-SHA-512" }),
      resource(QUOTA, "orders", { entityName: "orders" }),
      resource(SERVICE, "kafka-headless"),
    );
    assert.deepEqual(idsOf(settled(state, live)), []);
  });

  it("puts what was made anew into the place of what was deleted for that", () => {
    const deleted = { ...resource(TOPIC, "call.events"), id: "call.events", pendingReplacement: true };
    const state = pending("creating", resource(TOPIC, "call.events"));
    const dependant = resource(SERVICE, "dependant");
    const resources = [...(state.deployment.resources ?? []), deleted, dependant];
    const { deployment } = settled({ deployment: { ...state.deployment, resources } }, live);
    assert.deepEqual(
      deployment.resources?.map(({ urn }) => urn),
      resources.map(({ urn }) => urn),
      "what depends on it stands behind it",
    );
    assert.equal(deployment.resources?.[1]?.pendingReplacement, undefined);
    const unmade = pending("creating", resource(TOPIC, "never.made"));
    const kept = settled({ deployment: { ...unmade.deployment, resources } }, live);
    assert.equal(kept.deployment.resources?.length, 3);
    assert.equal(kept.deployment.resources?.[1]?.pendingReplacement, true);
  });

  it("keeps what the state had, also of what was being deleted", () => {
    const state = pending("deleting", resource(TOPIC, "call.events"));
    assert.deepEqual(settled(state, live).deployment.resources, [resource(SERVICE, "kafka")]);
  });

  it("is not trusted about what was being changed or deleted, nor, without brokers, asked about what is Kafka's", () => {
    const urns = [`urn:${SERVICE}::kafka`, `urn:${TOPIC}::call.events`];
    const resources = [resource(SERVICE, "kafka"), resource(TOPIC, "call.events")];
    for (const type of ["updating", "deleting"]) {
      assert.deepEqual(unsure(pending(type, ...resources), true), urns);
      assert.deepEqual(unsure(pending(type, ...resources), false), urns.slice(0, 1));
    }
    assert.deepEqual(unsure(pending("creating", ...resources), true), []);
  });

  it("has nothing to settle where nothing was under way", () => {
    assert.deepEqual(pendingOperations({ deployment: {} }), []);
  });
});

describe("a state that has something twice", () => {
  const quota = (name: string, created: string, rate = 1) => ({
    urn: `urn:pulumi:dev::kafka-platform::${QUOTA}::${name}`,
    type: QUOTA,
    id: "orders|user",
    created,
    inputs: { rate },
  });
  const older = quota("orders", "2026-01-01T00:00:00Z");
  const younger = quota("quota-orders", "2026-02-01T00:00:00Z");
  const secret = { urn: "urn:secret", type: "kubernetes:core/v1:Secret", id: "shop/orders-kafka" };
  const needing = { ...secret, dependencies: [older.urn, younger.urn], propertyDependencies: { data: [younger.urn] } };
  const state = (...resources: ExportedResource[]): ExportedState => ({ deployment: { resources } });

  it("is told of both", () => {
    assert.deepEqual(twins(state(younger, older, needing)), [{ older, younger }]);
    const others = [
      { ...younger, id: "other|user" },
      { ...younger, type: TOPIC },
    ];
    assert.deepEqual(twins(state(older, ...others)), []);
  });

  it("has the older one afterwards, and nothing in it refers to what is gone", () => {
    const { resources } = withoutTwins(state(younger, older, needing)).deployment;
    assert.deepEqual(
      resources?.map(({ urn, initErrors, dependencies, propertyDependencies }) => [
        ...[urn, initErrors, dependencies, propertyDependencies],
      ]),
      [
        [older.urn, undefined, [], {}],
        [secret.urn, undefined, [older.urn], { data: [] }],
      ],
    );
  });

  it("has that written again if the other one may have been written otherwise", () => {
    const other = quota("quota-orders", "2026-02-01T00:00:00Z", 2);
    const { resources = [] } = withoutTwins(state(other, older)).deployment;
    assert.deepEqual([resources.length, resources[0]?.urn], [1, older.urn]);
    assert.ok(resources[0]?.initErrors);
  });
});
