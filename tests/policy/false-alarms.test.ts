import assert from "node:assert/strict";
import { judge } from "./judge";
import { resourceOf, worldOf } from "./mutations";
import { judgingOf, platforms } from "./worlds";

// An application's own stack: it reads the platform's, and makes its topics by a certificate of its own.
const orders = [
  resourceOf("pulumi:pulumi:StackReference", "kafka/kafka-platform/prod", {
    name: "kafka/kafka-platform/prod",
    outputs: { contractVersion: 1, clusterId: "4L6g3nShT-eMCtK--X86sw" },
  }),
  resourceOf("pulumi:providers:kafka", "owner", {
    bootstrapServers: '["10.0.0.1:31090"]',
    ...{ kafkaVersion: "3.9.2", timeout: "60", tlsEnabled: "true", skipTlsVerify: "false" },
    ...{ saslMechanism: "plain", saslUsername: "", saslPassword: "" },
  }),
  {
    ...resourceOf("kafka:index/topic:Topic", "orders.placed", {
      ...{ name: "orders.placed", partitions: 6, replicationFactor: 3 },
      config: {
        "min.insync.replicas": "2",
        "cleanup.policy": "delete",
        "retention.ms": String(7 * 86_400_000),
        "retention.bytes": String(2 ** 30),
        "unclean.leader.election.enable": "false",
      },
    }),
    protect: true,
  },
];

describe("no false alarms", () => {
  for (const platform of Object.keys(platforms)) {
    it(`on ${platform}`, async () => {
      const violations = await judge(await worldOf(platform), judgingOf(platform));
      assert.deepEqual(
        violations.filter(({ level }) => level === "mandatory"),
        [],
      );
    });
  }

  it("in an application's own stack", async () => {
    assert.deepEqual(await judge(orders, { config: { "topic-owner": { owner: "orders" } } }), []);
  });

  it("in a stack that has nothing to do with Kafka", async () => {
    const other = resourceOf("random:index/randomId:RandomId", "id", { byteLength: 8 });
    assert.deepEqual(await judge([resourceOf("pulumi:pulumi:Stack", "other", {}), other]), []);
  });
});
