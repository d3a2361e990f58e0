import assert from "node:assert/strict";
import { holderOf, takenBy } from "../../../../commands/gate/rights";
import { inventoryIn } from "../../../../commands/gate/state-inventory";
import type { Acl } from "../../../../components/access/granted";
import { notKnown, type Sides, step } from "./steps";

const rule: Acl = {
  ...{ principal: "User:orders", host: "*", permission: "Allow", operation: "Read" },
  ...{ resourceType: "Topic", pattern: "Literal", resourceName: "call.events" },
};
const users = { orders: { iterations: 8192 } };
const taken = (before: readonly Acl[], after: readonly Acl[], left: object = users) =>
  takenBy({ users, rules: before, quotas: {} }, { users: left as typeof users, rules: after, quotas: {} }).map(
    ({ from, what }) => `${from} ${what}`,
  );

describe("what a change takes from users", () => {
  it("is a right that goes, and nothing where it stays, or more is given", () => {
    assert.deepEqual(taken([rule], []), ["orders may no longer Read Topic call.events"]);
    assert.deepEqual(taken([rule], [rule]), []);
    for (const more of [{ operation: "All" }, { pattern: "Prefixed", resourceName: "call." }]) {
      assert.deepEqual(taken([rule], [{ ...rule, ...more }]), []);
    }
    for (const less of [
      { host: "10.0.0.1" },
      { pattern: "Prefixed", resourceName: "other." },
      { operation: "Write" },
    ]) {
      assert.deepEqual(taken([rule], [{ ...rule, ...less }]).length, 1);
    }
    assert.deepEqual(taken([{ ...rule, pattern: "Prefixed" }], [rule]), [
      "orders may no longer Read Topic call.events…",
    ]);
  });

  it("is what is forbidden from then on, and no ban that ends", () => {
    const ban = { ...rule, permission: "Deny" };
    assert.deepEqual(taken([], [ban]), ["orders may no longer Read Topic call.events"]);
    assert.deepEqual(taken([ban], [ban]), []);
    assert.deepEqual(taken([ban], []), []);
  });

  it("is perhaps a right where another rule is not known", () => {
    assert.match(taken([rule], [{ ...rule, resourceName: notKnown }])[0] ?? "", /perhaps: another rule is not known/);
  });

  it("is the password of a user that goes, which says all, but where its owner keeps it", () => {
    assert.deepEqual(taken([rule], [], {}), ["orders the password of orders does not work any more"]);
    const kept = takenBy({ users: { kept: {} }, rules: [], quotas: {} }, { users: {}, rules: [], quotas: {} });
    assert.deepEqual(kept, []);
  });

  it("is a quota that becomes lower, or the first one", () => {
    const quota = (before: object | undefined, after: object) =>
      takenBy(
        { users, rules: [], quotas: (before ? { "user orders": before } : {}) as never },
        { users, rules: [], quotas: { "user orders": after, "user new": after } as never },
      ).map(({ from, what }) => `${from} ${what}`);
    const low = ["orders may do less on each broker: consumer_byte_rate 100 → 1"];
    assert.deepEqual(quota({ consumer_byte_rate: 100 }, { consumer_byte_rate: 1 }), low);
    assert.deepEqual(quota({ consumer_byte_rate: 1 }, { consumer_byte_rate: 100 }), []);
    assert.match(quota(undefined, { consumer_byte_rate: 1 })[0] ?? "", /consumer_byte_rate unbounded → 1/);
    assert.match(quota({}, { consumer_byte_rate: Number.NaN })[0] ?? "", /perhaps consumer_byte_rate, which is not/);
  });

  it("is known from a preview's steps; what is left in the cluster still holds there", () => {
    const acl = { aclPrincipal: "User:orders", aclOperation: "Read", aclResourceName: "call.events" };
    const quota = (config: unknown) => ({ entityType: "user", entityName: "orders", config });
    const rights = (type: string, operation: "update" | "delete", sides: Sides, retained = false) => {
      const one = step(operation, type, "x", sides);
      const steps = [retained ? ({ ...one, before: { ...one.before, retained } } as typeof one) : one];
      return takenBy(inventoryIn(steps, "before"), inventoryIn(steps, "after")).map(({ what }) => what);
    };
    assert.equal(rights("kafka:index/acl:Acl", "delete", { before: acl }).length, 1);
    assert.equal(rights("kafka:index/acl:Acl", "delete", { before: acl }, true).length, 0);
    const type = "kafka:index/quota:Quota";
    const sides = (config: unknown) => ({ before: quota({ consumer_byte_rate: "100" }), after: quota(config) });
    assert.match(rights(type, "update", sides({ consumer_byte_rate: "1" }))[0] ?? "", /100 → 1/);
    assert.match(rights(type, "update", sides(notKnown))[0] ?? "", /perhaps/);
  });

  it("is from whom a principal stands for", () => {
    assert.equal(holderOf("User:orders.2"), "orders.2");
    assert.equal(holderOf("User:CN=orders,OU=owner-2"), "orders");
  });
});
