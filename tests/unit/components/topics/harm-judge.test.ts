import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { harmsOf, type Promises, type TopicInputs, weakened } from "../../../../components/topics/harm-judge";

const topic: TopicInputs = {
  name: "order.events",
  partitions: 6,
  replicationFactor: 3,
  config: { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "604800000" },
};
const withConfig = (config: Record<string, string>, before = topic): TopicInputs => ({
  ...before,
  config: { ...before.config, ...config },
});
const found = (after: Partial<TopicInputs>, before = topic, keyed = true) =>
  harmsOf(before, { ...before, ...after }, keyed).map(({ harm, what }) => `${harm}: ${what}`);
const foundOf = (before: Record<string, string>, after: Record<string, string>) =>
  found(withConfig(after), withConfig(before));

describe("what harms a topic", () => {
  it("is nothing where nothing changes", () => {
    assert.deepEqual(found({}), []);
  });

  it("is fewer partitions, and with keys more of them too", () => {
    assert.deepEqual(found({ partitions: 3 }), ["recreation: partitions 6 → 3"]);
    assert.deepEqual(found({ partitions: 12 }), ["more-partitions: partitions 6 → 12"]);
    assert.deepEqual(found({ partitions: 12 }, topic, false), []);
  });

  it("is fewer copies of a record, or fewer before it counts as written", () => {
    assert.deepEqual(found({ replicationFactor: 2 }), ["fewer-replicas: replicationFactor 3 → 2"]);
    assert.deepEqual(foundOf({}, { "min.insync.replicas": "1" }), ["fewer-replicas: min.insync.replicas 2 → 1"]);
    assert.deepEqual(found({ replicationFactor: 4 }), []);
    assert.deepEqual(foundOf({ "min.insync.replicas": "1" }, { "min.insync.replicas": "2" }), []);
  });

  it("is another way of cleaning up, but not the same one in another order", () => {
    const change = (from: string, to: string) => foundOf({ "cleanup.policy": from }, { "cleanup.policy": to });
    assert.deepEqual(change("compact", "delete"), ["other-cleanup: cleanup.policy compact → delete"]);
    assert.deepEqual(change("compact", "compact,delete"), ["other-cleanup: cleanup.policy compact → compact,delete"]);
    assert.deepEqual(change("delete", "compact"), ["other-cleanup: cleanup.policy delete → compact"]);
    assert.deepEqual(change("compact,delete", "delete, compact"), []);
  });

  it("is what keeps fewer records, from forever to some time too", () => {
    for (const [key, from, to] of [
      ["retention.ms", "-1", "604800000"],
      ["retention.ms", "604800000", "604799999"],
      ["retention.bytes", "-1", "1073741824"],
      ["retention.bytes", "1073741824", "1"],
      ["min.compaction.lag.ms", "9223372036854775807", "9223372036854775806"],
      ["delete.retention.ms", "86400000", "0"],
      ["max.compaction.lag.ms", "9223372036854775807", "1"],
    ] as const) {
      assert.deepEqual(foundOf({ [key]: from }, { [key]: to }), [`shorter-retention: ${key} ${from} → ${to}`]);
      assert.deepEqual(foundOf({ [key]: to }, { [key]: from }), []);
    }
  });

  it("knows what holds where a setting is left out", () => {
    const { "retention.ms": _, ...config } = withConfig({ "retention.ms": "-1" }).config;
    assert.deepEqual(found({ config }, withConfig({ "retention.ms": "-1" })), [
      "shorter-retention: retention.ms -1 → 604800000",
    ]);
    assert.deepEqual(foundOf({}, { "delete.retention.ms": "1" }), [
      "shorter-retention: delete.retention.ms 86400000 → 1",
    ]);
    assert.deepEqual(found({ config: {} }), ["fewer-replicas: min.insync.replicas 2 → 1"]);
  });

  it("is the producer's clock in the place of the broker's", () => {
    const [appended, created] = ["LogAppendTime", "CreateTime"].map((type) => ({ "message.timestamp.type": type }));
    assert.ok(appended && created);
    assert.deepEqual(foundOf(appended, created), [
      "shorter-retention: message.timestamp.type LogAppendTime → CreateTime",
    ]);
    assert.deepEqual(foundOf(created, appended), []);
  });

  it("is whatever is not known, of one setting or of all, and not what would hold by default", () => {
    const after = (change: object) => found(change as Partial<TopicInputs>);
    for (const value of [pulumi.unknown, pulumi.runtime.unknownValue, "a week", ""]) {
      assert.deepEqual(after({ config: { ...topic.config, "retention.ms": value } }), [
        "shorter-retention: perhaps retention.ms 604800000 → not known before the update",
      ]);
    }
    assert.deepEqual(after({ partitions: Number.NaN }), [
      "recreation: perhaps partitions 6 → not known before the update",
    ]);
    for (const config of [pulumi.unknown, pulumi.runtime.unknownValue]) {
      const all = after({ config });
      assert.ok(all.includes("fewer-replicas: perhaps min.insync.replicas 2 → not known before the update"));
      assert.ok(all.every((one) => one.endsWith("→ not known before the update")));
    }
  });

  it("tells from which age on records go at once, where that is all", () => {
    const goes = (after: Record<string, string>) => harmsOf(topic, withConfig(after), true).map((one) => one.goes);
    assert.deepEqual(goes({ "retention.ms": "1000" }), [{ olderThan: 1000 }]);
    assert.deepEqual(goes({ "retention.bytes": "1000" }), ["any"]);
    assert.deepEqual(goes({ "cleanup.policy": "compact" }), [undefined]);
  });

  it("never goes both ways, but for another cleanup and partitions of keys", () => {
    const amount = fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String);
    const inputs = fc.record({
      name: fc.constant("order.events"),
      partitions: fc.constant(6),
      replicationFactor: fc.integer({ min: 1, max: 5 }),
      config: fc.record({ "retention.ms": amount, "retention.bytes": amount }, { requiredKeys: [] }),
    }) as fc.Arbitrary<TopicInputs>;
    fc.assert(
      fc.property(inputs, inputs, (one, other) => {
        const there = harmsOf(one, other, false).map(({ what }) => what.split(" ")[0]);
        const back = harmsOf(other, one, false).map(({ what }) => what.split(" ")[0]);
        assert.deepEqual(
          there.filter((what) => back.includes(what)),
          [],
        );
      }),
    );
  });
});

describe("what weakens the guard of a topic", () => {
  const promises = (kind: Promises["class"], keyed = true): Promises => ({ class: kind, keyed });
  const of = (before: Promises, after: Promises) => weakened(before, after).map(({ harm, what }) => `${harm}: ${what}`);

  it("is a lower class, or that the order of keys does not matter any more", () => {
    assert.deepEqual(of(promises("critical"), promises("standard")), ["weaker-guard: class critical → standard"]);
    assert.deepEqual(of(promises("immutable"), promises("critical")), ["weaker-guard: class immutable → critical"]);
    assert.deepEqual(of(promises("standard"), promises("standard", false)), ["weaker-guard: keyed true → false"]);
    assert.equal(of(promises("immutable"), promises("standard", false)).length, 2);
  });

  it("is not the same, and no higher promise", () => {
    assert.deepEqual(of(promises("critical"), promises("critical")), []);
    assert.deepEqual(of(promises("standard", false), promises("immutable", true)), []);
  });
});
