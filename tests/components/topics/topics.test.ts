import assert from "node:assert/strict";
import { catalog } from "../../../catalog/catalog";
import { certificateOf, keyOf } from "../kubernetes-api";
import { isSecret, only, type Registration, revealed, unknown, worlds } from "../mocks";
import { bootstrapServers, platform } from "../platform";

const topicType = "kafka:index/topic:Topic";
const { topics } = catalog;

for (const world of worlds) {
  describe(`the topics, with ${world}`, () => {
    let resources: readonly Registration[];
    let made: readonly Registration[];

    before(async () => {
      resources = await platform(world, async () => {});
      made = resources.filter(({ type, parent }) => type === topicType && parent === "topics");
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

    it("are judged before each change and each deletion, and are never made anew before they are deleted", () => {
      for (const { name, beforeUpdate, beforeDelete, deleteBeforeReplace } of made) {
        assert.deepEqual(
          [beforeUpdate, beforeDelete, deleteBeforeReplace],
          [["topic-guard"], ["topic-guard"], true],
          name,
        );
      }
    });

    it("say to policies what Kafka knows nothing of", () => {
      const { topics: described } = only(resources, "kafka-platform:topics:Topics").inputs;
      assert.deepEqual(described["security.audit"], {
        owner: "voicecore",
        class: "immutable",
        classification: "restricted",
        keyed: true,
        sizeBound: 2_048 * 86_400 * 365,
      });
      assert.equal(described["call.events"].schemaSubject, "call.events-value");
    });

    it("are remembered with what they promise, and that is judged before each change", () => {
      const { inputs, beforeUpdate } = only(resources, "pulumi:index:Stash", "topic-promises");
      assert.deepEqual(beforeUpdate, ["topic-promises-guard"]);
      assert.deepEqual(Object.keys(inputs.input).sort(), Object.keys(catalog.topics).sort());
      assert.deepEqual(inputs.input["security.audit"], { class: "immutable", keyed: true });
    });

    it("are made by the administrator's provider, who calls brokers by their certificates and shows his own", () => {
      const { caCert, clientCert, clientKey, ...inputs } = only(resources, "pulumi:providers:kafka").inputs;
      const known = world === "known outputs";
      assert.deepEqual(inputs, {
        bootstrapServers: JSON.stringify(bootstrapServers),
        kafkaVersion: "4.2.0",
        timeout: known ? "60" : unknown,
        tlsEnabled: "true",
        skipTlsVerify: "false",
        clientKeyPassphrase: "",
        saslMechanism: "plain",
        saslUsername: "",
        saslPassword: "",
      });
      assert.equal(revealed(caCert), known ? certificateOf("kafka-ca-1") : unknown);
      assert.equal(revealed(clientCert), known ? certificateOf("kafka-admin-tls") : unknown);
      assert.equal(revealed(clientKey), known ? keyOf("kafka-admin-tls") : unknown);
      assert.ok(isSecret(clientKey));
      assert.ok(made.every(({ provider }) => provider?.includes("pulumi:providers:kafka::kafka::")));
    });

    it("wait for what their guard compares with, and keep no place of Pulumi's busy until then", () => {
      const guarded = made.filter(({ beforeUpdate }) => beforeUpdate.includes("topic-guard"));
      assert.ok(guarded.length > 0 && guarded.every(({ dependencies }) => dependencies.includes("topic-promises")));
    });

    it("wait for the gate behind the brokers", () => {
      assert.ok(only(resources, "pulumi:providers:kafka").dependencies.includes("kafka-brokers"));
    });
  });
}

describe("a topic in a stack that protects none", () => {
  it("can be deleted", async () => {
    const made = await platform("known outputs", async () => {}, { protect: false });
    assert.equal(only(made, topicType, "call.events").protect, false);
  });
});

describe("a topic that may go by a waiver", () => {
  it("is no longer protected, and the others are", async () => {
    for (const allows of ["removal", "recreation"] as const) {
      const waivers = [{ topic: "call.events", allows }];
      const made = await platform("known outputs", async () => {}, { waivers });
      assert.equal(only(made, topicType, "call.events").protect, false, allows);
      assert.equal(only(made, topicType, "crm.updates").protect, true, allows);
    }
    const harmless = [{ topic: "call.events", allows: "shorter-retention" }] as const;
    const made = await platform("known outputs", async () => {}, { waivers: harmless });
    assert.equal(only(made, topicType, "call.events").protect, true);
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
