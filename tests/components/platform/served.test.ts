import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { catalog } from "../../../catalog/catalog";
import { declare } from "../../../components/platform/declared";
import { served } from "../../../components/platform/served";
import type { PlatformSettings } from "../../../components/platform/settings";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { failuresOf, only, type Registration } from "../mocks";
import { clusterOf, kubernetesProvider, registerIssued } from "../platform";

const stack = "kafka-platform.test";
const TOPIC = "kafka:index/topic:Topic";

/** An update, with a stand-in for the proof, which is told what has been registered and where it is to be made. */
const judged = (
  settings: PlatformSettings,
  prove: (soFar: readonly Registration[], topicName: string) => Promise<void>,
): Promise<readonly Registration[]> =>
  registerIssued("known outputs", (soFar) => {
    const { namespace, args, cluster } = clusterOf(settings);
    declare(
      { ...catalog, protect: true },
      {
        ...args,
        cluster,
        stack,
        ready: cluster.statefulSet,
        namespace,
        here: namespace,
        provider: kubernetesProvider(),
      },
      ({ topicName }) => prove(soFar, topicName),
    );
  });

// In a preview, where gates ask nothing of brokers that do not exist.
const made = (settings: PlatformSettings): Promise<readonly Registration[]> =>
  registerIssued("outputs of an earlier update", () => {
    const { namespace, args, cluster } = clusterOf(settings);
    const provider = kubernetesProvider();
    declare(
      { ...catalog, protect: true },
      { ...args, cluster, stack, ready: served(cluster, args), namespace, here: namespace, provider },
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
      const { inputs, protect, deletedWith } = only(resources, TOPIC, "platform.postflight");
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

    it("goes on with the catalog's topics when a transaction over all brokers has come back", async () => {
      let early: readonly string[] = [];
      const before = (soFar: readonly Registration[]) => soFar.filter(({ type }) => type === TOPIC);
      const all = await judged(settings, async (soFar, topicName) => {
        assert.equal(topicName, "platform.postflight");
        await sleep(300);
        early = before(soFar).map(({ name }) => name);
      });
      assert.deepEqual(early, ["platform.postflight"]);
      assert.equal(before(all).length, 10);
    });
  });
}

describe("a transaction that does not come back", () => {
  it("keeps the program from the catalog's topics, and fails it with the proof's words", async () => {
    let all: readonly Registration[] = [];
    const failures = await failuresOf(async () => {
      all = await judged(settingsOf(dev()), () => Promise.reject(new pulumi.RunError("a transaction was torn")));
    });
    assert.ok(failures.includes("a transaction was torn"));
    assert.deepEqual(
      all.filter(({ type }) => type === TOPIC).map(({ name }) => name),
      ["platform.postflight"],
    );
  });
});
