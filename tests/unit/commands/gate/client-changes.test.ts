import assert from "node:assert/strict";
import { clientChangesOf } from "../../../../commands/gate/client-changes";
import { lossesOf } from "../../../../commands/gate/losses";
import { notKnown, step, topic, topicType } from "./steps";

const nothing = { topics: {}, applications: {} };

describe("what changes for the clients of a topic", () => {
  const changes = (before: object, after: object, partitions = 24) => {
    const of = (config: object, count = 24) =>
      topic({ partitions: count, config: { ...(topic().config as object), ...config } });
    const steps = [step("update", topicType, "call.events", { before: of(before), after: of(after, partitions) })];
    const losses = lossesOf(steps, { before: nothing, waivers: [] });
    return clientChangesOf(steps, losses).map(({ topic: name, what }) => `${name}: ${what}`);
  };

  it("is nothing where nothing does", () => {
    assert.deepEqual(changes({}, {}), []);
    assert.deepEqual(changes({}, { "compression.type": "producer" }), []);
  });

  it("is what is refused from then on, and not what is accepted besides", () => {
    const [small, large] = ["1000", "10485760"].map((bytes) => ({ "max.message.bytes": bytes }));
    assert.ok(small && large);
    assert.deepEqual(changes(large, small), ["call.events: max.message.bytes 10485760 → 1000"]);
    assert.deepEqual(changes(small, large), []);
    assert.deepEqual(changes({}, small), ["call.events: max.message.bytes 1048588 → 1000"]);
    assert.deepEqual(changes({}, { "min.insync.replicas": "3" }), ["call.events: min.insync.replicas 2 → 3"]);
  });

  it("is another clock, another compression, and what is compacted otherwise", () => {
    for (const [key, from, to] of [
      ["message.timestamp.type", "CreateTime", "LogAppendTime"],
      ["compression.type", "producer", "zstd"],
      ["min.compaction.lag.ms", "0", "1000"],
    ] as const) {
      assert.deepEqual(changes({}, { [key]: to }), [`call.events: ${key} ${from} → ${to}`]);
    }
  });

  it("is perhaps what is not known", () => {
    assert.deepEqual(changes({}, { "max.message.bytes": notKnown }), [
      "call.events: perhaps max.message.bytes 1048588 → not known before the update",
    ]);
  });

  it("is no loss, which is said already", () => {
    assert.deepEqual(changes({ "min.compaction.lag.ms": "1000" }, {}), []);
    assert.deepEqual(changes({}, {}, 48), []);
  });

  it("is more partitions of a topic without keys", () => {
    const steps = [step("update", topicType, "call.events", { before: topic(), after: topic({ partitions: 48 }) })];
    assert.deepEqual(clientChangesOf(steps, []), [{ topic: "call.events", what: "partitions 24 → 48" }]);
  });
});
