import assert from "node:assert/strict";
import { describedIn } from "../../../../commands/gate/described";
import { disksOf } from "../../../../commands/gate/disks";
import { lossesOf } from "../../../../commands/gate/losses";
import { readersOf } from "../../../../commands/gate/readers";
import { restartsOf } from "../../../../commands/gate/restarts";
import { unseenIn } from "../../../../commands/gate/unseen";
import { brokers, setType, step, topic, topicType } from "./steps";

const notKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const nothing = { topics: {}, applications: {} };

describe("what a change restarts", () => {
  const set = (before: object, after: object, name = "kafka") =>
    step("update", setType, `${name}-brokers`, {
      before: brokers(before as Record<string, unknown>, name),
      after: brokers(after as Record<string, unknown>, name),
    });

  it("is every pod of a set whose template changes, the highest number first", () => {
    assert.deepEqual(restartsOf([set({ image: 1 }, { image: 2 })]), [
      { set: "StatefulSet kafka", pods: ["kafka-2", "kafka-1", "kafka-0"], perhaps: false },
    ]);
  });

  it("is what brokers stand on before them", () => {
    const found = restartsOf([set({ image: 1 }, { image: 2 }), set({ image: 1 }, { image: 2 }, "zookeeper")]);
    assert.deepEqual(
      found.map(({ set: name }) => name),
      ["StatefulSet zookeeper", "StatefulSet kafka"],
    );
  });

  it("is nothing where the template is the same", () => {
    assert.deepEqual(restartsOf([set({ env: [{ a: 1 }] }, { env: [{ a: 1 }] })]), []);
  });

  it("may be something where only what is not known differs, and is where something else does too", () => {
    const template = (value: unknown, image = 1) => ({ image, annotations: { certificate: value } });
    assert.deepEqual(
      [set(template("a"), template(notKnown)), set(template("a"), template(notKnown, 2))].map(
        (one) => restartsOf([one])[0]?.perhaps,
      ),
      [true, false],
    );
  });

  it("is every pod of a set that is made anew or goes", () => {
    const before = brokers();
    const found = restartsOf([step("replace", setType, "kafka-brokers", { before, after: before })]);
    assert.equal(found[0]?.pods.length, 3);
    assert.equal(restartsOf([step("delete", setType, "kafka-brokers", { before })]).length, 1);
  });
});

describe("what topics lose", () => {
  it("is everything where one goes or is made anew", () => {
    for (const operation of ["delete", "replace"] as const) {
      assert.deepEqual(lossesOf([step(operation, topicType, "call.events", { before: topic() })], nothing), [
        { topic: "call.events", what: "all its records" },
      ]);
    }
  });

  it("is what a change of settings takes", () => {
    const after = topic({ config: { ...(topic().config as object), "retention.ms": "1" } });
    assert.deepEqual(lossesOf([step("update", topicType, "call.events", { before: topic(), after })], nothing), [
      { topic: "call.events", what: "retention.ms 604800000 → 1" },
    ]);
  });

  it("is the order of keys where partitions are added, but for topics without keys", () => {
    const more = [step("update", topicType, "call.events", { before: topic(), after: topic({ partitions: 48 }) })];
    assert.equal(lossesOf(more, nothing).length, 1);
    assert.deepEqual(lossesOf(more, { ...nothing, topics: { "call.events": { keyed: false } } }), []);
  });
});

describe("who is affected", () => {
  const described = {
    topics: {},
    applications: {
      orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] },
      calls: { owner: "telephony", produces: ["call.events"] },
      others: { owner: "others", produces: ["crm.updates"] },
    },
  };

  it("is who reads or writes a topic that loses something, and nobody else", () => {
    assert.deepEqual(readersOf([], [{ topic: "call.events", what: "all its records" }], described), [
      { who: "orders (shop)", how: "reads call.events by orders" },
      { who: "calls (telephony)", how: "writes call.events" },
    ]);
  });

  it("is the application whose password ends", () => {
    const type = "kafka:index/userScramCredential:UserScramCredential";
    const found = readersOf([step("delete", type, "orders.2", { before: { username: "orders.2" } })], [], described);
    assert.deepEqual(found, [{ who: "orders (shop)", how: "the password of orders.2 does not work any more" }]);
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
      readersOf([root(before, after)], [], nothing).map(({ how }) => how),
      ["topics.a.partitions becomes another", "topics.b goes"],
    );
  });
});

describe("what no policy sees", () => {
  const mayGo = (name: string) => name === "old.events";

  it("is what cannot be replaced and goes, or is made anew", () => {
    const types = [
      setType,
      "kubernetes:core/v1:Namespace",
      "kubernetes:core/v1:PersistentVolumeClaim",
      "random:index/randomBytes:RandomBytes",
    ];
    for (const type of types) {
      for (const operation of ["delete", "replace"] as const) {
        const found = unseenIn([step(operation, type, "one", { before: {}, paths: ["spec.serviceName"] })], mayGo);
        assert.equal(found.length, 1, `${operation} ${type}`);
        assert.match(found[0]?.found ?? "", operation === "delete" ? /is deleted/ : /made anew, for spec\.serviceName/);
      }
      assert.deepEqual(unseenIn([step("create", type, "one", { after: {} })], mayGo), []);
    }
  });

  it("is a protection that ends, but for a topic whose owner has agreed", () => {
    const end = (name: string) =>
      step("update", topicType, name, { before: topic({ name }), after: topic({ name }), protect: [true, false] });
    assert.equal(unseenIn([end("call.events")], mayGo).length, 1);
    assert.deepEqual(unseenIn([end("old.events")], mayGo), []);
    const seed = step("update", "random:index/randomBytes:RandomBytes", "old.events", {
      ...{ before: { name: "old.events" }, after: {}, protect: [true, false] as const },
    });
    assert.equal(unseenIn([seed], mayGo).length, 1);
  });

  it("is nothing in what merely changes", () => {
    assert.deepEqual(unseenIn([step("update", setType, "one", { before: {}, after: {} })], mayGo), []);
  });
});

describe("what topics may take of the disks", () => {
  const described = { topics: { "call.events": { sizeBound: 2 ** 28 } }, applications: {} };
  const steps = [
    step("keep", setType, "kafka-brokers", { before: brokers(), after: brokers() }),
    step("create", topicType, "call.events", { after: topic() }),
  ];

  it("counts every copy, before and after", () => {
    assert.deepEqual(disksOf(steps, described, "before"), { used: 0, size: 3 * 2 ** 30 });
    assert.deepEqual(disksOf(steps, described, "after"), { used: 3 * 2 ** 28, size: 3 * 2 ** 30 });
  });

  it("is not known without brokers", () => {
    assert.equal(disksOf([], described, "after"), undefined);
  });
});

describe("what a stack says of what lives on it", () => {
  it("is what its components are given", () => {
    const topics = { "call.events": { owner: "voicecore" } };
    const steps = [
      step("update", "kafka-platform:topics:Topics", "topics", { before: { topics: {} }, after: { topics } }),
    ];
    assert.deepEqual(describedIn(steps, "before"), { topics: {}, applications: {} });
    assert.deepEqual(describedIn(steps, "after"), { topics, applications: {} });
  });
});
