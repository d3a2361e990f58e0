import assert from "node:assert/strict";
import { describedIn, describedInState } from "../../../../commands/gate/described";
import { notKnown, step } from "./steps";

describe("what a stack says of what lives on it", () => {
  it("is what its components are given", () => {
    const topics = { "call.events": { owner: "voicecore" } };
    const steps = [
      step("update", "kafka-platform:topics:Topics", "topics", { before: { topics: {} }, after: { topics } }),
    ];
    assert.deepEqual(describedIn(steps, "before"), { topics: {}, applications: {} });
    assert.deepEqual(describedIn(steps, "after"), { topics, applications: {} });
    const state = { urn: "", type: "kafka-platform:topics:Topics", inputs: { topics } };
    assert.deepEqual(describedInState({ deployment: { resources: [state] } }), { topics, applications: {} });
  });

  it("is nothing where a preview does not know it", () => {
    const unknown = { applications: notKnown };
    const steps = [
      step("update", "kafka-platform:access:Applications", "applications", { before: {}, after: unknown }),
    ];
    assert.deepEqual(describedIn(steps, "after"), { topics: {}, applications: {} });
  });
});
