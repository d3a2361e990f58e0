import assert from "node:assert/strict";
import { readersOf } from "../../../../commands/gate/readers";
import { notKnown, step } from "./steps";

const nothing = { topics: {}, applications: {} };

describe("who is affected", () => {
  const described = {
    topics: {},
    applications: {
      orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] },
      calls: { owner: "telephony", produces: ["call.events"] },
      others: { owner: "others", produces: ["crm.updates"] },
    },
  };

  const users = [
    { who: "orders (shop)", how: "reads call.events by orders" },
    { who: "calls (telephony)", how: "writes call.events" },
  ];
  const loss = { topic: "call.events", what: "all its records", harm: "removal", isAllowed: false } as const;

  it("is who reads or writes a topic that loses something, or becomes another, and nobody else", () => {
    assert.deepEqual(readersOf([], { losses: [loss], before: described }), users);
    const clientChanges = [{ topic: "call.events", what: "compression.type producer → zstd" }];
    assert.deepEqual(readersOf([], { losses: [loss], clientChanges, before: described }), users);
    assert.deepEqual(readersOf([], { losses: [], clientChanges, before: described }), users);
  });

  it("is the application from which something is taken, or else the user", () => {
    const taken = ["orders.2", "stranger"].map((from) => ({ from, what: "may no longer Read Topic call.events" }));
    assert.deepEqual(readersOf([], { losses: [], taken, before: described }), [
      { who: "orders (shop)", how: "may no longer Read Topic call.events" },
      { who: "stranger", how: "may no longer Read Topic call.events" },
    ]);
  });

  it("is whoever's user or rules are made anew, for a moment where they stay the same", () => {
    const user = "kafka:index/userScramCredential:UserScramCredential";
    const anew = (type: string, inputs: object, paths: readonly string[] = []) =>
      readersOf([step("replace", type, "x", { before: inputs as never, after: inputs as never, paths })], {
        losses: [],
        before: described,
      }).map(({ who, how }) => `${who}: ${how}`);
    assert.deepEqual(anew(user, { username: "orders" }, ["scramIterations"]), [
      "orders (shop): the password of orders does not work for a moment, while the user is made anew",
    ]);
    assert.deepEqual(anew(user, { username: "orders" }, ["password"]), [
      "orders (shop): the password of orders does not work any more",
    ]);
    assert.deepEqual(anew("kafka:index/acl:Acl", { aclPrincipal: "User:orders.2" }), [
      "orders (shop): may do less for a moment, while its rules are made anew",
    ]);
  });

  it("is whoever reads an output that goes or becomes another, and not one that is new or not known", () => {
    const root = (before: object, after: object) => ({
      ...step("update", "pulumi:pulumi:Stack", "kafka-platform-dev", { before: {}, after: {} }),
      before: { urn: "", type: "pulumi:pulumi:Stack", inputs: {}, outputs: before as never, protect: false },
      after: { urn: "", type: "pulumi:pulumi:Stack", inputs: {}, outputs: after as never, protect: false },
    });
    const before = { topics: { a: { partitions: 1 }, b: {} }, id: "x", list: [1] };
    const after = { topics: { a: { partitions: 2 }, c: {} }, id: notKnown, list: [1] };
    assert.deepEqual(
      readersOf([root(before, after)], { losses: [], before: nothing }).map(({ how }) => how),
      ["topics.a.partitions becomes another", "topics.b goes"],
    );
  });
});
