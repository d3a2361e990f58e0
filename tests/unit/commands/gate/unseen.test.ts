import assert from "node:assert/strict";
import { unseenIn } from "../../../../commands/gate/unseen";
import { brokers, notKnown, setType, step, topic, topicType } from "./steps";

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

  it("is that something would no longer be left in the cluster, which is the case for what holds records", () => {
    const loses = (type: string, after: object = {}, name = "call.events") => {
      const one = step("keep", type, name, { before: topic({ name }), after: topic({ name }) });
      return unseenIn(
        [{ ...one, before: { ...one.before, retained: true }, after: { ...one.after, ...after } } as typeof one],
        mayGo,
      );
    };
    for (const type of [setType, "kubernetes:core/v1:Namespace", topicType]) {
      assert.match(loses(type)[0]?.found ?? "", /no longer be left in the cluster/, type);
      assert.deepEqual(loses(type, { retained: true }), []);
    }
    assert.deepEqual(loses(topicType, {}, "old.events"), []);
    assert.deepEqual(loses("kubernetes:core/v1:ConfigMap"), []);
  });

  it("is a right that its program leaves behind", () => {
    const types = ["acl:Acl", "quota:Quota", "userScramCredential:UserScramCredential"].map(
      (name) => `kafka:index/${name}`,
    );
    for (const operation of ["delete", "replace"] as const) {
      for (const type of types) {
        const one = step(operation, type, "orders", { before: {} });
        assert.deepEqual(unseenIn([one], mayGo), []);
        const left = { ...one, before: { ...one.before, retained: true } } as typeof one;
        assert.match(unseenIn([left], mayGo)[0]?.found ?? "", /left in the cluster, where it still holds/);
      }
    }
  });

  it("says of what is left in the cluster that it is, and nothing of what is only read", () => {
    const gone = step("delete", setType, "kafka-brokers", { before: brokers() });
    const left = { ...gone, before: { ...gone.before, retained: true } } as typeof gone;
    assert.match(unseenIn([left], mayGo)[0]?.found ?? "", /leaves the program, and is left in the cluster/);
    const read = { ...gone, before: { ...gone.before, isOnlyRead: true } } as typeof gone;
    assert.deepEqual(unseenIn([read], mayGo), []);
  });

  it("is that a StatefulSet gets fewer pods, or perhaps", () => {
    const scaled = (from: unknown, to: unknown) =>
      unseenIn(
        [
          step("update", setType, "kafka-brokers", {
            before: { spec: { replicas: from } },
            after: { spec: { replicas: to } },
          }),
        ],
        mayGo,
      ).map(({ found }) => found);
    assert.deepEqual(scaled(5, 3), ["has fewer pods: 5 → 3"]);
    assert.deepEqual(scaled(3, notKnown), ["has fewer pods: 3 → a number that is not known before the update"]);
    assert.deepEqual([...scaled(3, 5), ...scaled(3, 3)], []);
  });

  it("is nothing in what merely changes", () => {
    assert.deepEqual(unseenIn([step("update", setType, "one", { before: {}, after: {} })], mayGo), []);
  });
});
