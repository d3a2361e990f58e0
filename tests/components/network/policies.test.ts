import assert from "node:assert/strict";
import { type NetworkArgs, networkPolicies } from "../../../components/network/policies";
import { only, register, worlds } from "../mocks";

const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

const args: NetworkArgs = {
  namespace: "kafka",
  coordination: "kraft",
  dedicatedControllers: true,
  sourceRanges: [],
  zones: false,
};

for (const world of worlds) {
  describe(`the network policies, with ${world}`, () => {
    const made = (change: Partial<NetworkArgs> = {}) =>
      register(world, () => void networkPolicies("network", { ...args, ...change }, {}));

    it("are one for each kind of pods, and one that denies the rest", async () => {
      const names = async (change: Partial<NetworkArgs>) =>
        (await made(change))
          .filter(({ type }) => type === policy)
          .map(({ inputs }) => inputs.metadata.name)
          .sort();
      assert.deepEqual(await names({}), ["deny-by-default", "kafka", "kafka-controller"]);
      assert.deepEqual(await names({ dedicatedControllers: false }), ["deny-by-default", "kafka"]);
      assert.deepEqual(await names({ coordination: "zookeeper", dedicatedControllers: false }), [
        "deny-by-default",
        "kafka",
        "zookeeper",
      ]);
    });

    it("deny every pod of the namespace both directions, once those that are needed are allowed", async () => {
      const { inputs, dependencies } = only(await made(), policy, "network-deny-by-default");
      assert.deepEqual(inputs.spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
      assert.equal(inputs.metadata.namespace, "kafka");
      assert.deepEqual([...dependencies].sort(), ["network-kafka", "network-kafka-controller"]);
    });

    it("are for the pods that have the label, in both directions", async () => {
      const { inputs } = only(await made(), policy, "network-kafka-controller");
      assert.deepEqual(inputs.spec.podSelector, { matchLabels: { app: "kafka-controller" } });
      assert.deepEqual(inputs.spec.policyTypes, ["Ingress", "Egress"]);
    });
  });
}
