import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { minimumReplicationFactor as policy } from "../../../policy/policies/topics/minimum-replication-factor";
import { judge } from "../judge";

const type = "kafka:index/topic:Topic";
const compliant = { name: "call.events", partitions: 24, replicationFactor: 3, config: {} };

/** Judges a topic that is as it should be but for one change. */
const judgeWith = (change: object) => judge(policy, type, { ...compliant, ...change });
const violation = (found: string) => [`replicationFactor must be 3, written out, but is ${found}. Set it to 3.`];

describe("kafka-topic-minimum-replication-factor", () => {
  it("stops the deployment", () => {
    assert.equal(policy.enforcementLevel, "mandatory");
  });

  it("takes a topic with three replicas", async () => {
    assert.deepEqual(await judgeWith({}), []);
  });

  it("refuses every other number, Kafka's own default among them", async () => {
    for (const replicationFactor of [-1, 0, 1, 2, 4]) {
      assert.deepEqual(await judgeWith({ replicationFactor }), violation(String(replicationFactor)));
    }
  });

  it("refuses a topic that does not say it", async () => {
    assert.deepEqual(await judgeWith({ replicationFactor: undefined }), violation("absent"));
  });

  it("refuses a number that is known only after the preview", async () => {
    const replicationFactor = pulumi.runtime.unknownValue;
    assert.deepEqual(await judgeWith({ replicationFactor }), violation("not known before the update"));
  });

  it("refuses a number written as a text", async () => {
    assert.deepEqual(await judgeWith({ replicationFactor: "3" }), violation("3"));
  });

  it("says nothing about other resources", async () => {
    assert.deepEqual(await judge(policy, "kubernetes:core/v1:Service", {}), []);
  });
});
