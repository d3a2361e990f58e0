import assert from "node:assert/strict";
import type { Described } from "../../../../commands/gate/described";
import { lossesByCatalog, lossesOf } from "../../../../commands/gate/losses";
import { notKnown, step, topic, topicType } from "./steps";

const nothing = { topics: {}, applications: {} };

describe("what topics lose", () => {
  const update = (after: Readonly<Record<string, unknown>>) =>
    step("update", topicType, "call.events", { before: topic(), after });
  const lost = (steps: Parameters<typeof lossesOf>[0], before: Described = nothing) =>
    lossesOf(steps, { before, waivers: [] }).map(({ topic: name, what }) => `${name}: ${what}`);

  it("is everything where one goes or is made anew", () => {
    for (const operation of ["delete", "replace"] as const) {
      const after = operation === "replace" ? { after: topic() } : {};
      assert.deepEqual(lost([step(operation, topicType, "call.events", { before: topic(), ...after })]), [
        "call.events: all its records",
      ]);
    }
  });

  it("is everything, and for what, where one is made anew for fewer partitions", () => {
    const fewer = step("replace", topicType, "call.events", { before: topic(), after: topic({ partitions: 12 }) });
    assert.deepEqual(lost([fewer]), ["call.events: all its records (partitions 24 → 12)"]);
  });

  it("is nothing where one is left in the cluster, or was only read, or is the platform's own", () => {
    const gone = step("delete", topicType, "call.events", { before: topic() });
    const left = (how: object) => ({ ...gone, before: { ...gone.before, ...how } }) as typeof gone;
    assert.deepEqual(lost([left({ retained: true }), left({ isOnlyRead: true })]), []);
    const name = "platform.postflight";
    assert.deepEqual(lost([step("delete", topicType, name, { before: topic({ name }) })]), []);
  });

  it("is what a change of settings takes", () => {
    const after = topic({ config: { ...(topic().config as object), "retention.ms": "1" } });
    assert.deepEqual(lost([update(after)]), ["call.events: retention.ms 604800000 → 1"]);
  });

  it("is perhaps something where a value is not known, one or all of them, and never something else", () => {
    const config = topic().config as object;
    for (const [after, what] of [
      [topic({ config: { ...config, "retention.ms": notKnown } }), "retention.ms 604800000"],
      [topic({ config: { ...config, "retention.ms": "a week" } }), "retention.ms 604800000"],
      [topic({ config: { ...config, "cleanup.policy": notKnown } }), "cleanup.policy delete"],
      [topic({ replicationFactor: notKnown }), "replicationFactor 3"],
    ] as const) {
      assert.deepEqual(lost([update(after)]), [`call.events: perhaps ${what} → not known before the update`]);
    }
    assert.deepEqual(lost([update(topic({ partitions: notKnown }))]), [
      "call.events: all its records (perhaps partitions 24 → not known before the update)",
    ]);
    const all = lost([update(topic({ config: notKnown }))]);
    assert.ok(all.length > 3);
    assert.ok(all.every((one) => one.endsWith("→ not known before the update")));
  });

  it("may be where its owner has agreed to that, or its guard asks whether a record goes", () => {
    const shorter = [update(topic({ config: { ...(topic().config as object), "retention.ms": "1" } }))];
    const fewer = [update(topic({ replicationFactor: 2 }))];
    const waivers = [{ topic: "call.events", allows: "shorter-retention" }] as const;
    const of = (itsClass: string) => ({ ...nothing, topics: { "call.events": { class: itsClass } } });
    const may = (steps: typeof shorter, allowing: Parameters<typeof lossesOf>[1]) =>
      lossesOf(steps, allowing).every(({ isAllowed }) => isAllowed);
    assert.equal(may(shorter, { before: nothing, waivers: [] }), false);
    assert.equal(may(shorter, { before: nothing, waivers }), true);
    assert.equal(may(fewer, { before: nothing, waivers }), false);
    assert.equal(may(shorter, { before: of("standard"), waivers: [] }), true);
    assert.equal(may(shorter, { before: of("critical"), waivers: [] }), false);
    assert.equal(may(fewer, { before: of("standard"), waivers: [] }), false);
  });

  it("is known from state and catalog, where no preview tells it", () => {
    const made = (topics: object) => ({ topics: topics as never, users: {}, rules: [], quotas: {} });
    const { name: _, ...stored } = topic() as { name: string };
    const before = { ...nothing, topics: { "call.events": {}, "old.events": {} } };
    const found = lossesByCatalog(
      made({ "call.events": stored, "old.events": stored, "raw.events": stored }),
      made({ "call.events": { ...stored, partitions: 12 }, "new.events": stored }),
      { before, waivers: [] },
    );
    assert.deepEqual(
      found.map(({ topic: of, what, harm }) => `${of}: ${what} (${harm})`),
      ["call.events: all its records (partitions 24 → 12) (recreation)", "old.events: all its records (removal)"],
    );
  });

  it("is the order of keys where partitions are added, but for topics without keys", () => {
    const more = [update(topic({ partitions: 48 }))];
    assert.equal(lost(more).length, 1);
    assert.deepEqual(lost(more, { ...nothing, topics: { "call.events": { keyed: false } } }), []);
  });
});
