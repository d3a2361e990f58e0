import assert from "node:assert/strict";
import { restartsOf } from "../../../../commands/gate/restarts";
import { brokers, notKnown, setType, step } from "./steps";

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
