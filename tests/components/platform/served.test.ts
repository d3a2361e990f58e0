import assert from "node:assert/strict";
import { topics } from "../../../catalog/topics";
import { administrator } from "../../../components/access/provider";
import { proven, served } from "../../../components/platform/served";
import type { PlatformSettings } from "../../../components/platform/settings";
import { Topics } from "../../../components/topics/topics";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { only, type Registration } from "../mocks";
import { bootstrapServers, clusterOf, registerIssued } from "../platform";

// In a preview, where gates ask nothing of brokers that do not exist.
const made = (settings: PlatformSettings): Promise<readonly Registration[]> =>
  registerIssued("outputs of an earlier update", () => {
    const { namespace, args, cluster } = clusterOf(settings);
    const { administrator: identity } = args.identities;
    const provider = administrator(
      "kafka",
      { bootstrapServers, kafkaVersion: settings.kafka.version, identity },
      { dependsOn: served(cluster, args) },
    );
    new Topics(
      "topics",
      { topics, protect: true, deletedWith: namespace },
      { provider, dependsOn: proven(args, { provider, deletedWith: namespace }) },
    );
  });

for (const [mode, settings] of [
  ["KRaft", settingsOf(dev({ kafka: { brokers: 4, replicationFactor: 4, minInsyncReplicas: 3 } }))],
  ["ZooKeeper", settingsOf(prod({ kafka: { brokers: 4, replicationFactor: 4, minInsyncReplicas: 3 } }))],
] as const) {
  describe(`what the program administers, with ${mode}`, () => {
    let resources: readonly Registration[];

    before(async () => {
      resources = await made(settings);
    });

    it("is not touched before the brokers serve", () => {
      assert.ok(only(resources, "pulumi:providers:kafka").dependencies.includes("kafka-brokers"));
    });

    it("begins with a topic on all brokers that is as durable as any, and goes with the namespace", () => {
      const { inputs, protect, deletedWith } = only(resources, "kafka:index/topic:Topic", "platform.postflight");
      assert.equal(inputs.name, "platform.postflight");
      assert.deepEqual([inputs.partitions, inputs.replicationFactor], [4, 4]);
      assert.deepEqual(inputs.config, {
        "cleanup.policy": "delete",
        "min.insync.replicas": "3",
        "retention.ms": "86400000",
        "unclean.leader.election.enable": "false",
      });
      assert.deepEqual([protect, deletedWith], [false, "kafka"]);
    });

    it("goes on with the catalog's topics when a transaction over all brokers has come back", () => {
      const component = only(resources, "kafka-platform:topics:Topics");
      assert.ok(component.dependencies.includes("platform.postflight"), component.dependencies.join());
      // A child is registered when its parent is, and a parent when what it depends on is there.
      const topic = only(resources, "kafka:index/topic:Topic", "call.events");
      assert.equal(topic.parent, "topics");
      assert.ok(resources.indexOf(topic) > resources.indexOf(component));
    });
  });
}
