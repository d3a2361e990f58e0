import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { guardRestart, templateOf } from "../../../../components/gates/restart-guard";
import type { BrokerFacts } from "../../../../components/gates/restart-judge";
import type { RolloutFacts } from "../../../../components/gates/rollout-judge";
import {
  args,
  brokersWith,
  healthy,
  nobodyAsks,
  noLook,
  partition,
  pod,
  refused,
  rollout,
  rollouts,
  view,
  whole,
  zookeeper,
} from "./guarded";

/** What the brokers' guard says. */
const guard = (
  found: RolloutFacts | string,
  facts: BrokerFacts = healthy,
  other: RolloutFacts | string = zookeeper,
  template: string | undefined = "new",
): Promise<string[]> =>
  refused(args, template, { rollout: rollouts(found, other), templates: nobodyAsks, brokers: async () => facts });

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
      /^Error: Whether kafka can be restarted is not known; nothing was restarted:\n {2}the API is away\n/,
    );
  });

  it("lets what is in the way pass by itself for a while, and refuses what does not", async () => {
    const after = (looks: number) => {
      let left = looks;
      return { rollout: rollouts(whole, zookeeper), templates: nobodyAsks, brokers: async () => facts(left-- > 0) };
    };
    const facts = (lagging: boolean) => (lagging ? brokersWith([partition([0, 1])]) : healthy);
    const told: string[] = [];
    const waiting = { pause: 1, progress: (text: string) => void told.push(text) };
    await guardRestart({ ...args, patience: 60_000 }, "new", after(2), waiting);
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /^waiting for a moment to restart kafka: 1 partition can spare no replica/);
    const never = after(Number.POSITIVE_INFINITY);
    await assert.rejects(
      guardRestart({ ...args, patience: 20 }, "new", never, waiting),
      /1 partition can spare no replica/,
    );
    assert.equal(told.length, 2);
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

  it("refuses while the quorum that keeps the metadata has no leader, or a voter that is not level with it", async () => {
    const quorum = (leader: number, ...ages: number[]) => ({
      leader,
      voters: ages.map((age, id) => ({ id, caughtUp: age < 0 ? -1 : 1_000_000 - age })),
    });
    assert.deepEqual(await guard(whole, { ...healthy, quorum: quorum(1, 9_999, 0, 500) }), []);
    assert.deepEqual(await guard(whole, { ...healthy, quorum: quorum(1, 10_000, 0, -1) }), [
      "  voter 0 of the metadata quorum is 10 s behind its leader, voter 1",
      "  voter 2 of the metadata quorum has not caught up with its leader, voter 1, yet",
    ]);
    assert.deepEqual(await guard(whole, { ...healthy, quorum: quorum(-1, 0, 0, 0) }), [
      "  the quorum that keeps the metadata has no leader",
    ]);
    assert.deepEqual(await guard(whole, { ...healthy, quorum: "it does not answer" }), ["  it does not answer"]);
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
