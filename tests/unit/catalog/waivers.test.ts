import assert from "node:assert/strict";
import { topics } from "../../../catalog/topics";
import { checkWaivers, type Waiver } from "../../../catalog/waiver";
import { waivers } from "../../../catalog/waivers";
import { isAllowed } from "../../../lib/harms";

const now = new Date("2026-03-01T12:00:00Z");
const good: Waiver = {
  topic: "old.events",
  allows: "removal",
  owner: "shop",
  reason: "replaced by order.events in January",
  expires: "2026-03-31",
};
const mistakes = (change: Record<string, unknown>) =>
  checkWaivers([{ ...good, ...change }], { "old.events": { owner: "shop" } }, now).map(
    ({ path, rule, remedy }) => `${path}: ${rule}. ${remedy}`,
  );
const at = "catalog/waivers.ts: waivers[0]";

describe("the waivers", () => {
  it("that are given hold no mistake", () => {
    assert.deepEqual(checkWaivers(waivers, topics, new Date()), []);
    assert.deepEqual(mistakes({}), []);
  });

  it("hold through their last day, and are a mistake from then on", () => {
    assert.deepEqual(mistakes({ expires: "2026-03-01" }), []);
    assert.deepEqual(mistakes({ expires: "2026-02-28" }), [
      `${at}.expires: is over. Remove the waiver; where it is still needed, let its owner agree to a later day`,
    ]);
  });

  it("are given for 90 days at most", () => {
    assert.deepEqual(mistakes({ expires: "2026-05-30" }), []);
    assert.deepEqual(mistakes({ expires: "2026-05-31" }), [
      `${at}.expires: must be within 90 days. Write an earlier day: who needs it longer agrees again`,
    ]);
  });

  it("say what may be done to which topic, who says so, why, and until when", () => {
    const rules = checkWaivers([{}], {}, now).map(({ path, rule }) => `${path.slice(at.length + 1)} ${rule}`);
    assert.deepEqual(rules, [
      "topic must be a topic's name",
      "allows must be one of removal, recreation, fewer-replicas, other-cleanup, shorter-retention, more-partitions, weaker-guard",
      "owner must be the name of a team, in small letters, digits and dashes",
      "reason must say why the loss is meant",
      "expires must be a day as 2026-12-31",
    ]);
    for (const expires of ["2026-02-30x", "2026-02-30", "31.3.2026", "2026-13-01", 20260331]) {
      assert.match(mistakes({ expires }).join(), /must be a day as 2026-12-31/, String(expires));
    }
    assert.match(mistakes({ reason: "why not" }).join(), /must say why/);
  });

  it("are given by the topic's owner, where there is the topic still", () => {
    assert.deepEqual(mistakes({ owner: "billing" }), [
      `${at}.owner: must be shop, which answers for old.events. Let the topic's owner agree`,
    ]);
    assert.deepEqual(mistakes({ owner: "billing", topic: "gone.events" }), []);
    assert.equal(mistakes({ owner: "billing", reason: "no" }).length, 2, "whatever else is wrong");
  });

  it("allow what they name, and nothing else", () => {
    assert.equal(isAllowed([good], "old.events", "removal"), true);
    assert.equal(isAllowed([good], "old.events", "recreation"), false);
    assert.equal(isAllowed([good], "new.events", "removal"), false);
    assert.equal(isAllowed([], "old.events", "removal"), false);
  });
});
