import assert from "node:assert/strict";
import { disksOf } from "../../../../commands/gate/disks";
import { brokers, notKnown, setType, step, topic, topicType } from "./steps";

describe("what topics may take of the disks", () => {
  const described = { topics: { "call.events": { sizeBound: 2 ** 28 } }, applications: {} };
  const steps = [
    step("keep", setType, "kafka-brokers", { before: brokers(), after: brokers() }),
    step("create", topicType, "call.events", { after: topic() }),
  ];

  it("counts every copy, before and after", () => {
    assert.deepEqual(disksOf(steps, described, "before"), { used: 0, unbounded: [], size: 3 * 2 ** 30 });
    assert.deepEqual(disksOf(steps, described, "after"), { used: 3 * 2 ** 28, unbounded: [], size: 3 * 2 ** 30 });
  });

  const patch = (ordinal: number, from: string, to: string, set = "kafka") => {
    const of = (storage: string) => ({
      metadata: { name: `data-${set}-${ordinal}` },
      spec: { resources: { requests: { storage } } },
    });
    const type = "kubernetes:core/v1:PersistentVolumeClaimPatch";
    return step("update", type, `${set}-${ordinal}-volume`, { before: of(from), after: of(to) });
  };

  it("are as large as their claims have grown, whatever the template says, and never smaller", () => {
    const size = (grown: readonly ReturnType<typeof patch>[]) =>
      (["before", "after"] as const).map(
        (when) => (disksOf([...steps, ...grown], described, when)?.size ?? 0) / 2 ** 30,
      );
    assert.deepEqual(size([0, 1, 2].map((ordinal) => patch(ordinal, "1Gi", "4Gi"))), [3, 12]);
    assert.deepEqual(size([patch(0, "2Gi", "4Gi")]), [4, 6]);
    assert.deepEqual(
      size([patch(0, "4Gi", "2Gi"), patch(7, "9Gi", "9Gi"), patch(0, "9Gi", "9Gi", "zookeeper")]),
      [6, 6],
    );
    assert.deepEqual(size([{ ...patch(0, "4Gi", "4Gi"), operation: "delete" }]), [6, 6]);
  });

  it("counts a topic that nobody describes by its settings, and names one that nothing bounds", () => {
    const used = (config: object) =>
      disksOf(
        [...steps, step("create", topicType, "big", { after: topic({ name: "big", config }) })],
        described,
        "after",
      );
    const bounded = used({ "retention.bytes": "1024" });
    assert.deepEqual([(bounded?.used ?? 0) - 3 * 2 ** 28, bounded?.unbounded], [1024 * 24 * 3, []]);
    for (const config of [
      {},
      { "retention.bytes": notKnown },
      { "retention.bytes": "1", "cleanup.policy": "compact" },
    ]) {
      assert.deepEqual(used(config)?.unbounded, ["big"]);
    }
  });

  it("is not known where the brokers are not", () => {
    const after = brokers(undefined, undefined, notKnown);
    const found = disksOf([step("update", setType, "kafka-brokers", { before: brokers(), after })], described, "after");
    assert.deepEqual(found, { used: 0, unbounded: [] });
  });

  it("is not known without brokers", () => {
    assert.equal(disksOf([], described, "after"), undefined);
  });
});
