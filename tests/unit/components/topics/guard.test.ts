import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { judgeChange, type TopicGuardArgs } from "../../../../components/topics/guard";
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
  waivers: [],
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
  it("lets pass what loses nothing, and then asks the cluster nothing", async () => {
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

  it("refuses when the cluster does not tell what is in it", async () => {
    const holdings = () => Promise.reject(new Error("no broker answers"));
    assert.match(await said(retention("1"), { holdings }), /What is in it is not known: no broker answers\./);
  });
});
