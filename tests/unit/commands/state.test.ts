import assert from "node:assert/strict";
import { type ExportedState, protectedNames, unprotected } from "../../../commands/state";

const urn = (type: string, name: string) => `urn:pulumi:dev::kafka-platform::${type}::${name}`;
const state: ExportedState = {
  version: 3,
  deployment: {
    manifest: { time: "now" },
    resources: [
      {
        urn: urn("kafka:index/topic:Topic", "call.events"),
        type: "kafka:index/topic:Topic",
        protect: true,
        resourceHooks: { BeforeUpdate: ["topic-guard"], BeforeDelete: ["topic-guard"] },
        id: "call.events",
      },
      {
        urn: urn("kafka:index/topic:Topic", "old.events"),
        type: "kafka:index/topic:Topic",
        resourceHooks: { BeforeDelete: ["topic-guard"] },
        id: "old.events",
      },
      { urn: urn("pulumi:pulumi:Stack", "dev"), type: "pulumi:pulumi:Stack", outputs: { clusterId: "x" } },
    ],
  },
};

describe("a state without protection", () => {
  it("is the same but for protection and the guards of deletions", () => {
    const [first, second, stack] = unprotected(state).deployment.resources ?? [];
    assert.deepEqual(first, {
      urn: urn("kafka:index/topic:Topic", "call.events"),
      type: "kafka:index/topic:Topic",
      resourceHooks: { BeforeUpdate: ["topic-guard"] },
      id: "call.events",
    });
    assert.deepEqual(second, {
      urn: urn("kafka:index/topic:Topic", "old.events"),
      type: "kafka:index/topic:Topic",
      id: "old.events",
    });
    assert.deepEqual(stack, state.deployment.resources?.[2]);
    const { resources: _, ...rest } = unprotected(state).deployment;
    assert.deepEqual(rest, { manifest: { time: "now" } });
    assert.equal(unprotected(state).version, 3);
  });

  it("is told by what it takes protection from", () => {
    assert.deepEqual(protectedNames(state), ["Topic call.events", "Topic old.events"]);
    assert.deepEqual(protectedNames(unprotected(state)), []);
    assert.deepEqual(protectedNames({ deployment: {} }), []);
  });
});
