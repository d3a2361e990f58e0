import assert from "node:assert/strict";
import type { BrokerView } from "../../../../components/gates/broker-client";
import { furthestOffset, lacks, type Mode, type Observation } from "../../../../components/gates/readiness-judge";
import type { PodFacts, RolloutFacts } from "../../../../components/gates/rollout-judge";

const clusterId = "4L6g3nShT-eMCtK--X86sw";
const pods = ["kafka-0", "kafka-1", "kafka-2"];
const brokers = [0, 1, 2].map((id) => ({ id, address: `10.0.0.${id}:3109${id}` }));

const pod = (id: number, change: Partial<PodFacts> = {}): PodFacts => ({
  name: `kafka-${id}`,
  revision: "new",
  ready: true,
  stopping: false,
  ...change,
});

const view = (id: number, change: Partial<BrokerView> = {}): BrokerView => ({
  address: `10.0.0.${id}:3109${id}`,
  clusterId,
  metadataOffset: 100,
  brokers,
  controller: 0,
  partitions: [],
  features: {},
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2027-01-01T00:00:00.000Z",
  issuer: "kafka-ca-1",
  ...change,
});

const rollout: RolloutFacts = { observed: true, revision: "new", replicas: 3, pods: [pod(0), pod(1), pod(2)] };
const good: Observation = { rollout, brokers: [view(0), view(1), view(2)] };

const judge = (change: Partial<Observation>, metadataOffset = 100, mode: Mode = "kraft") =>
  lacks({ ...good, ...change }, { mode, pods, clusterId, metadataOffset });
const judgePods = (...found: PodFacts[]) => judge({ rollout: { ...rollout, pods: found } });

const partitionOf = (topic: string, partition: number, isr: readonly number[] = [0, 1, 2]) => ({
  topic,
  partition,
  replicas: [0, 1, 2],
  isr,
  leader: isr[0] ?? -1,
});

/** A broker as one with ZooKeeper shows itself: without a metadata log. */
const withoutOffset = (id: number, change: Partial<BrokerView> = {}): BrokerView => {
  const { metadataOffset: _none, ...rest } = view(id, change);
  return rest;
};

describe("lacks", () => {
  it("is empty when all pods are new and ready, all brokers know each other, and all replicas are in sync", () => {
    assert.deepEqual(judge({}), []);
  });

  it("waits until Kubernetes has taken in the change, though the old pods are all ready", () => {
    assert.deepEqual(judge({ rollout: { ...rollout, observed: false } }), [
      "Kubernetes has not taken in the change of the StatefulSet yet",
    ]);
  });

  it("waits for every pod of a roll, and says first what holds it up", () => {
    assert.deepEqual(judgePods(pod(0, { revision: "old" }), pod(1, { stopping: true }), pod(2, { ready: false })), [
      "pod kafka-1 is stopping, to be made anew",
      "pod kafka-2 is not ready",
      "pod kafka-0 waits for its turn in the roll",
    ]);
    assert.deepEqual(judgePods(pod(0), pod(2)), ["pod kafka-1 does not exist yet"]);
  });

  it("tells of a roll that is held by hand, as long as a pod waits for it", () => {
    const held = { ...rollout, partition: 2 };
    assert.deepEqual(judge({ rollout: held }), []);
    assert.deepEqual(judge({ rollout: { ...held, pods: [pod(0, { revision: "old" }), pod(1), pod(2)] } }), [
      "pod kafka-0 waits for its turn in the roll",
      "the StatefulSet keeps pods below number 2 from the roll: set spec.updateStrategy.rollingUpdate.partition to 0 " +
        "by kubectl",
    ]);
  });

  it("passes on what Kubernetes says about a pod", () => {
    assert.deepEqual(judgePods(pod(0, { ready: false, reason: "ImagePullBackOff" }), pod(1), pod(2)), [
      "pod kafka-0 is not ready: ImagePullBackOff",
    ]);
  });

  it("waits for an answer from every broker, from where the program runs", () => {
    assert.deepEqual(judge({ brokers: [view(0), { address: "10.0.0.1:31091", error: "timed out" }, view(2)] }), [
      "broker 1 does not answer at 10.0.0.1:31091: timed out",
    ]);
  });

  it("waits until every broker knows all others as alive", () => {
    assert.deepEqual(judge({ brokers: [view(0), view(1, { brokers: brokers.slice(0, 2) }), view(2)] }), [
      "broker 1 does not know broker 2 as alive",
    ]);
  });

  it("waits for a broker that is behind with the metadata log", () => {
    assert.deepEqual(judge({ brokers: [view(0), view(1, { metadataOffset: 99 }), view(2)] }), [
      "broker 1 follows the cluster's metadata at 99 of 100",
    ]);
  });

  it("waits for a broker that has not read the metadata log at all", () => {
    assert.deepEqual(judge({ brokers: [view(0), withoutOffset(1), view(2)] }), [
      "broker 1 has not read the cluster's metadata yet",
    ]);
  });

  it("takes brokers for caught up with ZooKeeper when they agree on the controller and on the partitions", () => {
    const known = { partitions: [partitionOf("a", 0), partitionOf("a", 1)] };
    const agreeing = [withoutOffset(0, known), withoutOffset(1, known), withoutOffset(2, known)];
    assert.deepEqual(judge({ brokers: agreeing }, undefined, "zookeeper"), []);
  });

  it("waits with ZooKeeper for a broker that names another controller, none, or fewer partitions", () => {
    const known = { partitions: [partitionOf("a", 0), partitionOf("a", 1)] };
    const judged = (change: Partial<BrokerView>) =>
      judge(
        { brokers: [withoutOffset(0, known), withoutOffset(1, known), withoutOffset(2, { ...known, ...change })] },
        undefined,
        "zookeeper",
      );
    assert.deepEqual(judged({ controller: 1 }), ["the brokers name different controllers: 0, 1"]);
    assert.deepEqual(judged({ controller: -1 })[0], "a broker knows no controller of the cluster");
    assert.deepEqual(judged({ partitions: [partitionOf("a", 0)] }), ["broker 2 has not heard of 1 partitions: a-1"]);
  });

  it("waits for replicas that any broker calls out of sync, and names some of their partitions", () => {
    const behind = (...names: readonly (readonly [string, number])[]) => ({
      partitions: names.map(([topic, partition]) => partitionOf(topic, partition, [0, 1])),
    });
    const seen = [view(0, behind(["a", 1], ["a", 0])), view(1, behind(["a", 0], ["b", 0], ["b", 1])), view(2)];
    assert.deepEqual(judge({ brokers: seen }), ["broker 2 is out of sync in 4 partitions: a-0, a-1, b-0, …"]);
  });

  it("refuses an address that leads to another Kafka cluster", () => {
    assert.deepEqual(judge({ brokers: [view(0, { clusterId: "other" }), view(1), view(2)] }), [
      `10.0.0.0:31090 leads to the Kafka cluster other, not to ${clusterId}`,
    ]);
  });

  it("is not empty while the Kubernetes API is silent", () => {
    assert.deepEqual(judge({ rollout: "the Kubernetes API does not answer" }), ["the Kubernetes API does not answer"]);
  });
});

describe("furthestOffset", () => {
  it("is the highest of all, and unknown until all have answered", () => {
    const answers = [view(0, { metadataOffset: 7 }), view(1, { metadataOffset: 9 })];
    assert.equal(furthestOffset(answers), 9);
    assert.equal(furthestOffset([...answers, { address: "a", error: "silent" }]), undefined);
    assert.equal(furthestOffset([]), undefined);
  });
});
