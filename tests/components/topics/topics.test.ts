import assert from "node:assert/strict";
import { topics } from "../../../catalog/topics";
import { certificateOf, keyOf } from "../kubernetes-api";
import { isSecret, only, type Registration, revealed, unknown, worlds } from "../mocks";
import { bootstrapServers, platform } from "../platform";

const topicType = "kafka:index/topic:Topic";

for (const world of worlds) {
  describe(`the topics, with ${world}`, () => {
    let resources: readonly Registration[];
    let made: readonly Registration[];

    before(async () => {
      resources = await platform(world, async () => {});
      made = resources.filter(({ type }) => type === topicType);
    });

    it("are those of the catalog, under their own names", () => {
      assert.deepEqual(
        made.map(({ name, inputs }) => [name, inputs.name]).sort(),
        Object.keys(topics)
          .map((name) => [name, name])
          .sort(),
      );
    });

    it("say in every preview what decides about loss", () => {
      for (const { name, inputs } of made) {
        assert.equal(inputs.replicationFactor, 3, name);
        assert.equal(inputs.config["min.insync.replicas"], "2", name);
        assert.equal(inputs.partitions, topics[name]?.partitions, name);
      }
      assert.deepEqual(only(resources, topicType, "billing.transactions").inputs.config, {
        "cleanup.policy": "compact,delete",
        "min.insync.replicas": "2",
        "retention.bytes": "-1",
        "retention.ms": "2592000000",
        "unclean.leader.election.enable": "false",
      });
    });

    it("are protected, and go only with the namespace that holds their data", () => {
      for (const { name, protect, deletedWith } of made) {
        assert.deepEqual([protect, deletedWith], [true, "kafka"], name);
      }
    });

    it("are made by the administrator's provider, who calls brokers by their certificates and shows his own", () => {
      const { caCert, clientCert, clientKey, ...inputs } = only(resources, "pulumi:providers:kafka").inputs;
      assert.deepEqual(inputs, {
        bootstrapServers: JSON.stringify(bootstrapServers),
        kafkaVersion: "4.2.0",
        timeout: "60",
        tlsEnabled: "true",
        skipTlsVerify: "false",
        clientKeyPassphrase: "",
        saslMechanism: "plain",
        saslUsername: "",
        saslPassword: "",
      });
      const known = world === "known outputs";
      assert.equal(revealed(caCert), known ? certificateOf("kafka-ca-1") : unknown);
      assert.equal(revealed(clientCert), known ? certificateOf("kafka-admin-tls") : unknown);
      assert.equal(revealed(clientKey), known ? keyOf("kafka-admin-tls") : unknown);
      assert.ok(isSecret(clientKey));
      assert.ok(made.every(({ provider }) => provider?.includes("pulumi:providers:kafka::kafka::")));
    });

    it("wait for the gate behind the brokers", () => {
      assert.ok(only(resources, "pulumi:providers:kafka").dependencies.includes("kafka-brokers"));
    });
  });
}

describe("a topic in a stack that protects none", () => {
  it("can be deleted", async () => {
    const made = await platform("known outputs", async () => {}, false);
    assert.equal(only(made, topicType, "call.events").protect, false);
  });
});

describe("the administrator's provider, in a preview of what exists", () => {
  it("has no unknown input: the engine would take the replacement of a topic for an update", async () => {
    const made = await platform("outputs of an earlier update", async () => {});
    const { inputs } = only(made, "pulumi:providers:kafka");
    assert.deepEqual(
      Object.entries(inputs).filter(([, input]) => revealed(input) === unknown),
      [],
    );
  });
});
