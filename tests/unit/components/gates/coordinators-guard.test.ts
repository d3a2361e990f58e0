import assert from "node:assert/strict";
import { guardRestart, type RestartGuardArgs } from "../../../../components/gates/restart-guard";
import type { BrokerFacts } from "../../../../components/gates/restart-judge";
import type { RolloutFacts } from "../../../../components/gates/rollout-judge";
import {
  brokers,
  brokersWith,
  ensemble,
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

describe("the restart guard of what keeps the brokers' metadata", () => {
  const guarded: RestartGuardArgs = { namespace: "kafka", ...ensemble, patience: 0, brokers };
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
    const looks = { ...noLook, rollout: rollouts(whole, zookeeper), templates: async () => "away" };
    assert.deepEqual(await refused(guarded, "new", looks), ["  away"]);
  });
});
