import { strict as assert } from "node:assert";
import { settlingFlags } from "../../../local/recover";

const creating = (type: string, name?: string) => ({
  type: "creating",
  resource: { urn: `urn:${type}::${name}`, type, ...(name === undefined ? {} : { inputs: { name } }) },
});
const TOPIC = "kafka:index/topic:Topic";

describe("what an interrupted run left", () => {
  it("takes over a topic that was created after all, and forgets the rest", () => {
    const pending = [
      creating(TOPIC, "call.events"),
      creating(TOPIC, "never.made"),
      creating("kubernetes:core/v1:Service"),
    ];
    assert.deepEqual(settlingFlags(pending, new Set(["call.events"])), [
      "--import-pending-creates",
      `urn:${TOPIC}::call.events`,
      "--import-pending-creates",
      "call.events",
      "--clear-pending-creates",
    ]);
  });

  it("never takes over a topic that was being deleted", () => {
    const deleting = { ...creating(TOPIC, "call.events"), type: "deleting" };
    assert.deepEqual(settlingFlags([deleting], new Set(["call.events"])), ["--clear-pending-creates"]);
  });
});
