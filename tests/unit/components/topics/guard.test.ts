import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { judgeChange, judgePromises, type TopicGuardArgs } from "../../../../components/topics/guard";
import type { TopicInputs } from "../../../../components/topics/harm-judge";
import type { Leave } from "../../../../lib/harms";

const topic: TopicInputs = {
  name: "order.events",
  partitions: 6,
  replicationFactor: 3,
  config: { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "604800000" },
};
const retention = (ms: string): TopicInputs => ({ ...topic, config: { ...topic.config, "retention.ms": ms } });
const declared = { class: "standard", keyed: true, partitions: 6 } as const;
const held = { records: 1_234n, older: 0n, groups: ["orders", "reports"] };

const argsOf = (change: Partial<TopicGuardArgs> = {}): TopicGuardArgs => ({
  topics: { "order.events": declared },
  remembered: async () => ({}),
  waivers: [],
  live: async () => topic,
  holdings: async () => held,
  ...change,
});

/** What the guard says; nothing where it lets the change pass. */
async function said(after: TopicInputs | undefined, change: Partial<TopicGuardArgs> = {}): Promise<string> {
  try {
    await judgeChange(argsOf(change), topic, after);
    return "";
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    return error.message;
  }
}

describe("the guard of topics", () => {
  it("lets pass what loses nothing, and then does not ask what is in the topic", async () => {
    const holdings = () => Promise.reject(new Error("asked"));
    assert.equal(await said(retention("-1"), { holdings }), "");
  });

  it("refuses a topic that is gone from the catalog, with what is in it, who reads it, and what to do", async () => {
    assert.equal(
      await said(undefined, { topics: {} }),
      [
        "The topic order.events would lose what nobody has agreed to lose; it was not changed:",
        "  it is no longer in catalog/topics.ts (removal)",
        "  It holds 1234 records; orders, reports have committed offsets in it.",
        "Take the change back. Or, where the loss is meant, let the topic's owner agree to it: in catalog/waivers.ts, " +
          '{ topic: "order.events", allows: "removal", owner, reason, expires }. More in docs/operations.md, ' +
          '"When a change of a topic is refused".',
      ].join("\n"),
    );
  });

  it("says so where nobody reads it", async () => {
    const holdings = async () => ({ ...held, groups: [] });
    assert.match(await said(undefined, { holdings }), /It holds 1234 records; no consumer group has committed offsets/);
  });

  it("refuses one that is made anew, and says why that is", async () => {
    const topics = { "order.events": { ...declared, partitions: 3 } };
    assert.match(await said(undefined, { topics }), /deleted, and made anew, for partitions 6 → 3 \(recreation\)/);
    assert.match(await said(undefined), /it is deleted, and made anew \(recreation\)/);
  });

  it("refuses settings that a preview does not know, whatever the brokers would have in their place", async () => {
    const live = async () => ({ ...topic, defaults: { "min.insync.replicas": "2" } });
    const report = await said({ ...topic, config: pulumi.unknown as never }, { live });
    assert.match(report, /perhaps min\.insync\.replicas 2 → not known before the update \(fewer-replicas\)/);
  });

  it("tells all that a change loses", async () => {
    const report = await said({ ...retention("1"), replicationFactor: 1 }, { topics: {} });
    assert.match(report, /replicationFactor 3 → 1 \(fewer-replicas\)\n {2}retention\.ms 604800000 → 1 \(shorter/);
    assert.match(report, /allows: "fewer-replicas" and "shorter-retention"/);
  });

  it("passes what there is a waiver for, and only that", async () => {
    const waiver = (allows: Leave["allows"], name = "order.events") => ({ waivers: [{ topic: name, allows }] });
    assert.equal(await said(undefined, { topics: {}, ...waiver("removal") }), "");
    assert.equal(await said(undefined, waiver("recreation")), "");
    assert.match(await said(undefined, waiver("removal")), /recreation/);
    assert.match(await said(undefined, { topics: {}, ...waiver("removal", "other") }), /removal/);
    const report = await said({ ...retention("1"), replicationFactor: 1 }, { ...waiver("fewer-replicas"), topics: {} });
    assert.doesNotMatch(report, /fewer-replicas/);
    assert.match(report, /shorter-retention/);
  });

  it("lets a standard topic keep records for a shorter time as long as none goes by that", async () => {
    const ages: number[] = [];
    const holdings = async (_topic: string, olderThan: number) => {
      ages.push(olderThan);
      return held;
    };
    assert.equal(await said(retention("3600000"), { holdings }), "");
    assert.deepEqual(ages, [3_600_000]);
    assert.match(await said(retention("1"), { holdings: async () => ({ ...held, older: 1n }) }), /shorter-retention/);
  });

  it("lets no critical topic do so, whether or not a record goes by it", async () => {
    for (const kind of ["critical", "immutable"] as const) {
      const topics = { "order.events": { ...declared, class: kind } };
      assert.match(await said(retention("1"), { topics }), /shorter-retention/, kind);
    }
  });

  it("asks for what was promised before, too, which a run that leaves that out has not given up", async () => {
    const less = { "order.events": { ...declared, keyed: false } };
    const remembered = async () => ({ "order.events": { class: "critical", keyed: true } }) as const;
    assert.equal(await said({ ...topic, partitions: 12 }, { topics: less }), "");
    assert.match(await said({ ...topic, partitions: 12 }, { topics: less, remembered }), /more-partitions/);
    assert.equal(await said(retention("3600000"), { topics: less }), "");
    assert.match(await said(retention("3600000"), { topics: less, remembered }), /shorter-retention/);
    const more = { "order.events": { ...declared, class: "critical" } } as const;
    const weaker = async () => ({ "order.events": { class: "standard", keyed: false } }) as const;
    assert.match(await said(retention("3600000"), { topics: more, remembered: weaker }), /shorter-retention/);
  });

  it("judges by any record what deletes by size, whatever the records say of their age", async () => {
    const smaller = { ...topic, config: { ...topic.config, "retention.bytes": "1024" } };
    assert.match(await said(smaller), /retention\.bytes -1 → 1024 \(shorter-retention\)/);
    assert.equal(await said(smaller, { holdings: async () => ({ ...held, records: 0n }) }), "");
  });

  it("keeps what somebody has changed by hand to keep more", async () => {
    const critical = { topics: { "order.events": { ...declared, class: "critical" as const } } };
    const live = async () => retention("-1");
    const harmless = { ...topic, config: { ...topic.config, "segment.ms": "1" } };
    assert.equal(await said(harmless, critical), "");
    assert.match(await said(harmless, { ...critical, live }), /retention\.ms -1 → 604800000 \(shorter-retention\)/);
    const more = async () => ({ ...topic, partitions: 12 });
    assert.match(await said({ ...topic, partitions: 9 }, { live: more }), /partitions 12 → 9 \(recreation\)/);
  });

  it("takes for a topic's own what it leaves to its brokers", async () => {
    const { "retention.ms": _, ...rest } = topic.config;
    const silent = { ...topic, config: rest };
    const critical = { topics: { "order.events": { ...declared, class: "critical" as const } } };
    const live = async () => ({ ...silent, defaults: { "retention.ms": "-1" } });
    assert.match(await said(topic, { ...critical, live }), /retention\.ms -1 → 604800000 \(shorter-retention\)/);
    const same = async () => ({ ...silent, defaults: { "retention.ms": "604800000" } });
    assert.equal(await said(topic, { ...critical, live: same }), "");
  });

  it("judges by the state where the cluster has no such topic, and not at all where it does not tell", async () => {
    assert.match(await said(retention("1"), { live: async () => undefined, topics: {} }), /shorter-retention/);
    const live = () => Promise.reject(new Error("no broker answers"));
    assert.match(await said(retention("-1"), { live }), /is not known, and it was not made: .*\(no broker answers\)/);
  });

  it("refuses when the cluster does not tell what is in it", async () => {
    const holdings = () => Promise.reject(new Error("no broker answers"));
    assert.match(await said(retention("1"), { holdings }), /What is in it is not known: no broker answers\./);
  });
});

describe("the guard of what topics promise", () => {
  const before = {
    "order.payments": { class: "critical", keyed: true },
    "order.events": { class: "standard", keyed: true },
    "order.old": { class: "immutable", keyed: true },
  } as const;
  const after = {
    "order.payments": { class: "standard", keyed: true },
    "order.events": { class: "standard", keyed: false },
    "order.new": { class: "standard", keyed: false },
  } as const;
  const refused = (waivers: readonly Leave[], next: Parameters<typeof judgePromises>[2] = after) => {
    try {
      judgePromises(waivers, before, next);
      return "";
    } catch (error) {
      assert.ok(pulumi.RunError.isInstance(error));
      return error.message;
    }
  };

  it("refuses all that weakens the guard of topics, in one report; who comes and goes is judged elsewhere", () => {
    const report = refused([]);
    assert.match(report, /\n {2}order\.payments: class critical → standard \(weaker-guard\)\n/);
    assert.match(report, /\n {2}order\.events: keyed true → false \(weaker-guard\)\n/);
    assert.match(report, /topic: "order\.payments" and "order\.events", allows: "weaker-guard"/);
    assert.doesNotMatch(report, /order\.(old|new)/);
  });

  it("passes what there is a waiver for, and what changes nothing", () => {
    const waivers = ["order.payments", "order.events"].map((one) => ({ topic: one, allows: "weaker-guard" as const }));
    assert.equal(refused(waivers), "");
    assert.match(refused(waivers.slice(0, 1)), /order\.events/);
    assert.equal(refused([], before), "");
    assert.equal(refused([], {}), "");
  });
});
