import assert from "node:assert/strict";
import { topics } from "../../../../catalog/topics";
import { topicConfig } from "../../../../components/topics/topic-config";

const configOf = (name: string) => {
  const topic = topics[name];
  assert.ok(topic);
  return topicConfig(topic);
};

describe("topicConfig", () => {
  it("compacts billing.transactions and deletes them after 30 days", () => {
    assert.deepEqual(configOf("billing.transactions"), {
      "cleanup.policy": "compact,delete",
      "min.insync.replicas": "2",
      "retention.bytes": "-1",
      "retention.ms": "2592000000",
      "unclean.leader.election.enable": "false",
    });
  });

  it("leaves nothing that erases a record of security.audit", () => {
    assert.deepEqual(configOf("security.audit"), {
      "cleanup.policy": "compact",
      "min.compaction.lag.ms": "9223372036854775807",
      "message.timestamp.type": "LogAppendTime",
      "min.insync.replicas": "2",
      "retention.bytes": "-1",
      "retention.ms": "-1",
      "unclean.leader.election.enable": "false",
    });
  });

  it("writes out for every topic what decides about loss, as texts", () => {
    for (const name of Object.keys(topics)) {
      const config: Record<string, string> = configOf(name);
      for (const key of ["cleanup.policy", "min.insync.replicas", "retention.bytes", "retention.ms"]) {
        assert.equal(typeof config[key], "string", `${name} ${key}`);
      }
      assert.equal(config["unclean.leader.election.enable"], "false", name);
    }
  });

  it("deletes by size only where the catalog says so, and lets no further setting change what decides about loss", () => {
    const topic = topics["call.events"];
    assert.ok(topic);
    assert.equal(topicConfig({ ...topic, retentionBytes: "4Gi" })["retention.bytes"], "4294967296");
    const config = { "unclean.leader.election.enable": "true", "retention.bytes": "1" };
    assert.deepEqual(topicConfig({ ...topic, config }), topicConfig(topic));
  });
});
