import assert from "node:assert/strict";
import { markdownOf } from "../../../../commands/gate/markdown";
import type { Preview } from "../../../../commands/gate/preview";
import { isHarmless, reportOf } from "../../../../commands/gate/report";
import { brokers, setType, step, topic, topicType } from "./steps";

const quiet: Preview = { steps: [], verdicts: [], policies: 60, errors: [], isWhole: true };
const report = (change: Partial<Preview>, drift: Parameters<typeof reportOf>[0]["drift"] = []) =>
  reportOf({ stack: "dev", preview: { ...quiet, ...change }, drift, mayGo: () => false });

const harmless = [step("update", topicType, "call.events", { before: topic(), after: topic() })];
const violation = {
  policy: "topic-owner",
  mandatory: true,
  resource: "kafka:index/topic:Topic::a",
  message: "Found:\nx.",
};

describe("the report of a change", () => {
  it("is five lines where it is harmless, in two environments", () => {
    const text = markdownOf([report({ steps: harmless }), { ...report({ steps: harmless }), stack: "prod" }]);
    assert.equal(text.trimEnd().split("\n").length, 5);
    assert.match(
      text,
      /^## This change may be made\n- \*\*dev\*\*: 1 to change \(Topic call\.events\)\. No restart, no loss/,
    );
  });

  it("is refused for a policy, for an error, and for what no policy sees", () => {
    const gone = [step("delete", setType, "kafka-brokers", { before: brokers() })];
    for (const change of [{ verdicts: [violation] }, { errors: ["no"] }, { steps: gone }]) {
      const found = report(change);
      assert.equal(found.refused, true);
      assert.match(
        markdownOf([found]),
        /^## This change is refused, for dev\n[\s\S]*\*\*Why it is refused\*\*\n\n- \S/,
      );
    }
    assert.equal(report({ verdicts: [{ ...violation, mandatory: false }] }).refused, false);
  });

  it("names what restarts, what is lost, who is affected and what goes", () => {
    const steps = [
      step("update", setType, "kafka-brokers", { before: brokers(), after: brokers({ spec: { image: "kafka:2" } }) }),
      step("delete", topicType, "call.events", { before: topic() }),
      step("keep", "kafka-platform:access:Applications", "applications", {
        before: { applications: { orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] } } },
        after: {},
      }),
    ];
    const text = markdownOf([report({ steps })]);
    assert.match(text, /\*\*What is lost\*\*\n\n- \*\*call\.events\*\*: all its records/);
    assert.match(text, /\*\*What restarts, in this order\*\*\n\n- StatefulSet kafka: kafka-2, kafka-1, kafka-0/);
    assert.match(text, /\*\*Who is affected\*\*\n\n- orders \(shop\): reads call\.events by orders/);
    assert.match(text, /\*\*What is deleted\*\*\n\n- Topic call\.events/);
  });

  it("is not harmless where the cluster differs already, or nobody knows whether it does", () => {
    const drift = [{ kind: "topic", name: "a", state: "unknown", details: [] } as const];
    assert.ok(isHarmless(report({})));
    assert.ok(!isHarmless(report({}, drift)));
    assert.ok(!isHarmless(report({}, "no answer")));
    assert.match(markdownOf([report({}, drift)]), /- topic a is unknown/);
    assert.match(markdownOf([report({}, "no answer")]), /is not known: no answer/);
  });

  it("counts no root of the stack among the changes", () => {
    const root = step("update", "pulumi:pulumi:Stack", "kafka-platform-dev", { before: {}, after: {} });
    assert.deepEqual(report({ steps: [root] }).changes, { create: [], update: [], replace: [], delete: [] });
  });
});
