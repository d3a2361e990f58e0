import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { BrokerAnswer, PartitionView } from "../../../../components/gates/broker-client";
import {
  type GuardedSet,
  guardRestart,
  type Looks,
  type RestartGuardArgs,
  templateOf,
} from "../../../../components/gates/restart-guard";
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

const brokerSet = { statefulSet: "kafka", labels: { app: "kafka" } };
const ensemble = { statefulSet: "zookeeper", labels: { app: "zookeeper" } };
const brokers = {
  ...brokerSet,
  bootstrap: [],
  services: [],
  identity: async () => undefined,
  minInsyncReplicas: 2,
};
const args: RestartGuardArgs = { namespace: "kafka", ...brokerSet, coordinators: [ensemble], brokers };
const zookeeper = rollout([0, 1, 2].map((ordinal) => pod(ordinal, {}, "zookeeper")));

/** The refusal's lines; none when the restart may go on. */
async function refused(guarded: RestartGuardArgs, template: string | undefined, looks: Looks): Promise<string[]> {
  try {
    await guardRestart(guarded, template, looks);
    return [];
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    return error.message.split("\n").slice(1, -1);
  }
}

const rollouts = (kafka: RolloutFacts | string, other: RolloutFacts | string) => async (set: GuardedSet) =>
  set.statefulSet === "kafka" ? kafka : other;
const nobodyAsks = () => Promise.reject(new Error("nobody asks"));

/** What the brokers' guard says. */
const guard = (
  found: RolloutFacts | string,
  facts: BrokerFacts = healthy,
  other: RolloutFacts | string = zookeeper,
  template: string | undefined = "new",
): Promise<string[]> =>
  refused(args, template, { rollout: rollouts(found, other), templates: nobodyAsks, brokers: async () => facts });

const noLook = { rollout: async () => whole, templates: nobodyAsks, brokers: nobodyAsks };

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

  it("lets what is in the way pass by itself for a while, and refuses what does not", async () => {
    const after = (looks: number) => {
      let left = looks;
      return { rollout: rollouts(whole, zookeeper), templates: nobodyAsks, brokers: async () => facts(left-- > 0) };
    };
    const facts = (lagging: boolean) => (lagging ? brokersWith([partition([0, 1])]) : healthy);
    const told: string[] = [];
    const patience = { tries: 3, pause: 1, progress: (text: string) => void told.push(text) };
    await guardRestart(args, "new", after(2), patience);
    assert.equal(told.length, 2);
    assert.match(told[0] ?? "", /^waiting to restart kafka: 1 partition can spare no replica/);
    await assert.rejects(guardRestart(args, "new", after(3), patience), /1 partition can spare no replica/);
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
    const lacking = brokersWith([partition([0, 1])], { minInsyncReplicas: new Map([["a", 3]]) });
    assert.deepEqual(await guard(whole, lacking), [
      "  1 partition can spare no replica: a-0 (2 of 3 in sync, 3 needed)",
    ]);
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
        assert.equal(refused === 0, isr.length > needed || isr.length === count);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the restart guard of what keeps the brokers' metadata", () => {
  const guarded: RestartGuardArgs = { namespace: "kafka", ...ensemble, brokers };
  const kept = ["old", "older"];
  const missing = rollout([pod(0), pod(1, { ready: false }), pod(2)]);

  /** What it says of a change of ZooKeeper while brokers are as they are. */
  const of = (
    found: RolloutFacts | string,
    { facts = healthy, own = zookeeper, ...rest }: { facts?: BrokerFacts; own?: RolloutFacts; template?: unknown } = {},
  ) =>
    refused(guarded, "template" in rest ? (rest.template as string | undefined) : "new", {
      rollout: rollouts(found, own),
      templates: async (set) => {
        assert.deepEqual(set, ensemble);
        return kept;
      },
      brokers: async (_brokers, count) => {
        assert.equal(count, 3);
        return facts;
      },
    });

  it("lets a roll begin when its own pods are ready and no broker is missing", async () => {
    assert.deepEqual(await of(whole), []);
  });

  it("refuses while a broker is missing or not ready, with what Kubernetes and the other brokers say of it", async () => {
    const answers = [view(0, [], [0, 2]), { address: "10.0.0.1:31090", error: "timed out" }, view(2, [], [0, 2])];
    assert.deepEqual(await of(missing, { facts: { ...healthy, answers } }), [
      "  pod kafka-1 is not ready",
      "  broker 1 does not answer at 10.0.0.1:31090: timed out",
      "  broker 1 is not known as alive to all others",
    ]);
    assert.deepEqual(await of(rollout([pod(0), pod(2)])), ["  pod kafka-1 does not exist yet"]);
  });

  it("refuses while a partition can spare no replica", async () => {
    assert.deepEqual(await of(whole, { facts: brokersWith([partition([0, 1])]) }), [
      "  1 partition can spare no replica: a-0 (2 of 3 in sync, 2 needed)",
    ]);
  });

  it("refuses while brokers roll, also between two steps of it, when all of them are ready", async () => {
    const rolling = rollout([pod(0), pod(1), pod(2, { revision: "newer" })], { revision: "newer" });
    assert.deepEqual(await of(rolling), [
      "  pod kafka-0 waits for its turn in the roll",
      "  pod kafka-1 waits for its turn in the roll",
    ]);
    assert.deepEqual(await of({ ...whole, observed: false }), [
      "  Kubernetes has not taken in the change of the StatefulSet yet",
    ]);
  });

  it("refuses while a pod of its own is missing, with all else that is in the way", async () => {
    const own = rollout([pod(0, {}, "zookeeper"), pod(1, { stopping: true }, "zookeeper"), pod(2, {}, "zookeeper")]);
    assert.deepEqual(await of(missing, { own }), [
      "  pod zookeeper-1 is stopping, to be made anew",
      "  pod kafka-1 is not ready",
    ]);
    assert.deepEqual(await of(missing, { own, template: "older" }), ["  pod zookeeper-1 is stopping, to be made anew"]);
  });

  it("lets it go back to a template that it had, whatever brokers are like: that may be what broke them", async () => {
    for (const found of [missing, rollout([pod(0), pod(1), pod(2, { revision: "newer", ready: false })])]) {
      assert.deepEqual(await of(found, { template: "older" }), []);
      assert.notDeepEqual(await of(found), []);
    }
    // In a preview it may not be known where the change leads.
    assert.deepEqual(await of(missing, { template: undefined }), ["  pod kafka-1 is not ready"]);
  });

  it("asks nobody where no broker serves: the change may be what brings them up", async () => {
    const looks = { templates: async () => [], brokers: nobodyAsks };
    for (const found of [rollout([pod(0, { ready: false }), pod(1, { stopping: true })]), rollout([])]) {
      assert.deepEqual(await refused(guarded, "new", { ...looks, rollout: rollouts(found, zookeeper) }), []);
    }
  });

  it("asks nobody where the change restarts none of its pods that serve", async () => {
    const own = rollout([0, 1, 2].map((ordinal) => pod(ordinal, { ready: false }, "zookeeper")));
    await guardRestart(guarded, "new", { ...noLook, rollout: rollouts(missing, own) });
    await guardRestart(guarded, "old", { ...noLook, rollout: rollouts(missing, zookeeper) });
  });

  it("refuses when Kubernetes does not say how far brokers are, or what the set had", async () => {
    assert.deepEqual(await of("no answer"), ["  no answer"]);
    await assert.rejects(
      guardRestart(guarded, "new", { ...noLook, rollout: rollouts(whole, zookeeper), templates: async () => "away" }),
      (error: Error) =>
        error.message === "Whether zookeeper can be restarted is not known: away. Nothing was restarted.",
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
