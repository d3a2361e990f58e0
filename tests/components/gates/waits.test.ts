import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { featuresGate } from "../../../components/gates/features-gate";
import { lastingUserGate } from "../../../components/gates/lasting-user";
import { rolloutGate } from "../../../components/gates/rollout-gate";
import { transactionProof } from "../../../components/gates/transaction-proof";
import { rolledOut, withKubernetesApi } from "../kubernetes-api";
import { failuresOf, only, register, type World } from "../mocks";

const identity = pulumi.secret({ ca: "ca", cert: "cert", key: "key" });
const common = { bootstrap: ["10.0.0.1:31090"], identity, timeout: "1m", namespace: "kafka" };

type Gate = (after: k8s.apps.v1.StatefulSet, wait: () => Promise<void>) => pulumi.Output<pulumi.Resource>;

const zooKeeper = { what: "ZooKeeper", statefulSet: "zookeeper", labels: { app: "zookeeper" } };

const gates: Readonly<Record<string, Gate>> = {
  "the rollout gate": (after, wait) =>
    rolloutGate({ ...common, ...zooKeeper, after, pods: [], untouched: "nothing was touched" }, wait),
  "the features gate": (after, wait) =>
    featuresGate({ ...common, after, metadataVersion: "4.2", minInsyncReplicas: 2 }, wait),
  "the lasting user's gate": (after, wait) => lastingUserGate({ ...common, after }, wait),
  "the transaction proof": (after, wait) =>
    transactionProof({ ...common, after, topic: after, topicName: "platform.postflight" }, wait),
};

const statefulSet = (name: string) => {
  const template = { metadata: { annotations: { "kafka-platform/template": "t1" } } };
  return new k8s.apps.v1.StatefulSet(name, { spec: { template, selector: {}, serviceName: "headless" } });
};

/** How often a gate looks, and what a resource behind it waits for. */
async function behind(world: World, gate: Gate) {
  let looks = 0;
  let early = false;
  const resources = await register(world, (soFar) => {
    const after = statefulSet("before");
    const met = gate(after, async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      looks += 1;
      early = soFar.some(({ name }) => name === "behind");
    });
    new random.RandomId("behind", { byteLength: 1 }, { dependsOn: met });
  });
  return { looks, early, dependencies: only(resources, "random:index/randomId:RandomId", "behind").dependencies };
}

for (const [name, gate] of Object.entries(gates)) {
  describe(name, () => {
    it("asks nothing in a preview, and holds up nothing there", async () => {
      assert.equal((await behind("unknown outputs", gate)).looks, 0);
    });

    it("is met before what depends on it is touched, and stands for what it waited for", async () => {
      assert.deepEqual(await behind("known outputs", gate), { looks: 1, early: false, dependencies: ["before"] });
    });
  });
}

describe("the rollout gate", () => {
  const failures = (template: string) =>
    failuresOf(async () => {
      const program = () => {
        const after = statefulSet("zookeeper");
        const pods = ["zookeeper-0", "zookeeper-1"];
        new random.RandomId(
          "behind",
          { byteLength: 1 },
          {
            dependsOn: rolloutGate({ ...common, ...zooKeeper, after, pods, untouched: "no broker was touched" }),
          },
        );
      };
      const annotations = () => ({ ofSet: {}, ofTemplate: { "kafka-platform/template": template } });
      await withKubernetesApi(rolledOut(undefined, annotations), () => register("known outputs", program));
    });

  it("is met by the StatefulSet that is in the state, and by no other", async () => {
    assert.deepEqual(await failures("t1"), []);
    const [said = ""] = await failures("t0");
    assert.match(said, /^The StatefulSet zookeeper is not the one in the state .*; no broker was touched\.$/m);
    assert.match(said, /^On the cluster: .*, template t0\. In the state: .*, template t1\.$/m);
    assert.match(said, /^ {2}pulumi refresh --target 'urn:.*::zookeeper'$/m);
  });
});
