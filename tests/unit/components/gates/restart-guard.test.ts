import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { BrokerAnswer, PartitionView } from "../../../../components/gates/broker-client";
import { guardRestart, type RestartGuardArgs, templateOf } from "../../../../components/gates/restart-guard";
import type { BrokerFacts } from "../../../../components/gates/restart-judge";
import type { PodFacts, RolloutFacts } from "../../../../components/gates/rollout-judge";

const pod = (ordinal: number, change: Partial<PodFacts> = {}, set = "kafka"): PodFacts => ({
  name: `${set}-${ordinal}`,
  revision: "r",
  template: "old",
  ready: true,
  stopping: false,
  ...change,
});
const rollout = (pods: readonly PodFacts[], change: Partial<RolloutFacts> = {}): RolloutFacts => ({
  observed: true,
  revision: "r",
  replicas: 3,
  pods,
  ...change,
});
const whole = rollout([pod(0), pod(1), pod(2)]);

const partition = (isr: readonly number[], replicas: readonly number[] = [0, 1, 2], topic = "a"): PartitionView => ({
  topic,
  partition: 0,
  replicas,
  isr,
  leader: isr[0] ?? -1,
});
const view = (id: number, partitions: readonly PartitionView[], known = [0, 1, 2]): BrokerAnswer => ({
  address: `10.0.0.${id}:31090`,
  clusterId: "c",
  controller: 0,
  brokers: known.map((one) => ({ id: one, address: "" })),
  partitions,
  features: {},
  notBefore: "",
  notAfter: "",
  issuer: "kafka-ca-1",
});
const brokersWith = (partitions: readonly PartitionView[], change: Partial<BrokerFacts> = {}): BrokerFacts => ({
  answers: [0, 1, 2].map((id) => view(id, partitions)),
  minInsyncReplicas: new Map(),
  defaultMinInsyncReplicas: 2,
  ...change,
});
const healthy = brokersWith([partition([0, 1, 2])]);

const args: RestartGuardArgs = {
  namespace: "kafka",
  statefulSet: "kafka",
  labels: { app: "kafka" },
  others: [{ statefulSet: "zookeeper", labels: { app: "zookeeper" } }],
  brokers: { bootstrap: [], services: [], identity: async () => undefined, minInsyncReplicas: 2 },
};
const zookeeper = rollout([0, 1, 2].map((ordinal) => pod(ordinal, {}, "zookeeper")));

/** The refusal's lines; none when the restart may go on. */
async function guard(
  found: RolloutFacts | string,
  facts: BrokerFacts = healthy,
  other: RolloutFacts | string = zookeeper,
  template: string | undefined = "new",
): Promise<string[]> {
  const looks = {
    rollout: async ({ statefulSet }: { readonly statefulSet: string }) => (statefulSet === "kafka" ? found : other),
    brokers: async () => facts,
  };
  try {
    await guardRestart(args, template, looks);
    return [];
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    return error.message.split("\n").slice(1, -1);
  }
}

const noLook = { rollout: async () => whole, brokers: () => Promise.reject(new Error("nobody asks")) };

describe("the restart guard", () => {
  it("lets a roll begin when all pods are ready and every partition can spare a replica", async () => {
    assert.deepEqual(await guard(whole), []);
  });

  it("asks no broker where the change restarts nothing", async () => {
    await guardRestart(args, "old", noLook);
  });

  it("lets a revert restart pods that are not ready, whatever else is wrong", async () => {
    const stuck = rollout([pod(0), pod(1), pod(2, { template: "broken", ready: false })]);
    await guardRestart(args, "old", { ...noLook, rollout: async () => stuck });
    const allDown = rollout([pod(0, { ready: false }), pod(1, { ready: false }), pod(2, { stopping: true })]);
    await guardRestart(args, "new", { ...noLook, rollout: async () => allDown });
  });

  it("takes a template that is not known yet for a restart of every pod", async () => {
    const one = rollout([pod(0), pod(1), pod(2, { ready: false })]);
    assert.deepEqual(await guard(one, healthy, zookeeper, undefined), ["  pod kafka-2 is not ready"]);
  });

  it("refuses while a pod is missing, stopping or not ready, and says that nothing was restarted", async () => {
    assert.deepEqual(await guard(rollout([pod(0), pod(1, { ready: false, reason: "BackOff" })])), [
      "  pod kafka-1 is not ready: BackOff",
      "  pod kafka-2 does not exist yet",
    ]);
    await assert.rejects(
      guardRestart(args, "new", { ...noLook, rollout: async () => "the API is away" }),
      (error: Error) => error.message.includes("the API is away. Nothing was restarted."),
    );
  });

  it("refuses while Kubernetes has yet to take in the last change", async () => {
    assert.deepEqual(await guard({ ...whole, observed: false }), [
      "  Kubernetes has not taken in the last change of the StatefulSet yet",
    ]);
  });

  it("refuses while another set is being rolled", async () => {
    const rolling = { ...zookeeper, pods: [pod(0, { revision: "older" }, "zookeeper"), ...zookeeper.pods.slice(1)] };
    assert.deepEqual(await guard(whole, healthy, rolling), ["  pod zookeeper-0 waits for its turn in the roll"]);
    assert.deepEqual(await guard(whole, healthy, "no answer"), ["  no answer"]);
  });

  it("refuses when a broker does not answer, is not known as alive, or nobody could be asked", async () => {
    const answers = [view(0, [], [0, 1]), { address: "10.0.0.1:31090", error: "timed out" }, view(2, [])];
    assert.deepEqual(await guard(whole, { ...healthy, answers }), [
      "  broker 1 does not answer at 10.0.0.1:31090: timed out",
      "  broker 2 is not known as alive to all others",
    ]);
    assert.deepEqual(await guard(whole, { ...healthy, answers: "no certificate yet" }), ["  no certificate yet"]);
  });

  it("counts the partitions that can spare no replica, and names some with what they need", async () => {
    const thin = ["d", "c", "b", "a"].map((topic) => partition([0, 1], [0, 1, 2], topic));
    assert.deepEqual(await guard(whole, brokersWith(thin)), [
      "  4 partitions can spare no replica: a-0 (2 of 3 in sync, 2 needed), b-0 (2 of 3 in sync, 2 needed), " +
        "c-0 (2 of 3 in sync, 2 needed), …",
    ]);
  });

  it("goes by what a topic itself needs, and leaves out one that could never spare a replica", async () => {
    const two = brokersWith([partition([0, 1])], { minInsyncReplicas: new Map([["a", 1]]) });
    assert.deepEqual(await guard(whole, two), []);
    assert.deepEqual(await guard(whole, brokersWith([partition([0], [0])])), []);
    const all = brokersWith([partition([0, 1, 2])], { minInsyncReplicas: new Map([["a", 3]]) });
    assert.deepEqual(await guard(whole, all), []);
  });

  it("believes the broker that sees the fewest replicas in sync", async () => {
    const answers = [view(0, [partition([0, 1, 2])]), view(1, [partition([0, 1])]), view(2, [partition([0, 1, 2])])];
    assert.equal((await guard(whole, { ...healthy, answers })).length, 1);
  });

  it("never lets a partition fall below what it needs", async () => {
    const replicas = fc.integer({ min: 2, max: 7 });
    await fc.assert(
      fc.asyncProperty(replicas, fc.nat(7), fc.integer({ min: 1, max: 7 }), async (count, inSync, needed) => {
        const ids = Array.from({ length: count }, (_none, id) => id);
        const isr = ids.slice(0, Math.min(inSync, count));
        const refused = (await guard(whole, brokersWith([partition(isr, ids)], { defaultMinInsyncReplicas: needed })))
          .length;
        assert.equal(refused === 0, isr.length - 1 >= needed || count <= needed);
      }),
      { numRuns: 60 },
    );
  });
});

describe("templateOf", () => {
  const inputs = (value: unknown) => ({
    spec: { template: { metadata: { annotations: { "kafka-platform/template": value } } } },
  });

  it("finds the template's name, also where it or what holds it is a secret", async () => {
    assert.equal(await templateOf(inputs("abc")), "abc");
    assert.equal(await templateOf(inputs(pulumi.secret("abc"))), "abc");
    assert.equal(await templateOf({ spec: pulumi.secret(inputs("abc").spec) }), "abc");
  });

  it("is nothing where it is not known yet", async () => {
    assert.equal(await templateOf(inputs(pulumi.runtime.unknownValue)), undefined);
    assert.equal(await templateOf(inputs(pulumi.unknown)), undefined);
    assert.equal(await templateOf({}), undefined);
    assert.equal(await templateOf(undefined), undefined);
  });
});
