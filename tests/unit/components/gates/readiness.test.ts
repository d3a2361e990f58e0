import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { BrokerAnswer } from "../../../../components/gates/broker-client";
import { type ReadinessWaitArgs, waitUntilReady } from "../../../../components/gates/readiness";
import type { Observation } from "../../../../components/gates/readiness-judge";
import type { RolloutFacts } from "../../../../components/gates/rollout-judge";

const answer = (metadataOffset: number): BrokerAnswer => ({
  address: "10.0.0.1:31090",
  clusterId: "id",
  metadataOffset,
  brokers: [{ id: 0, address: "10.0.0.1:31090" }],
  controller: 0,
  partitions: [],
  features: {},
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2027-01-01T00:00:00.000Z",
  issuer: "kafka-ca-1",
});
const silent: BrokerAnswer = { address: "10.0.0.1:31090", error: "connection refused" };

const observation = (broker: BrokerAnswer): Observation => ({
  rollout: {
    observed: true,
    revision: "r",
    replicas: 1,
    pods: [{ name: "kafka-0", revision: "r", ready: true, stopping: false }],
    marks: "specification s1, template t1",
  },
  brokers: [broker],
});

const recorded = {
  urn: "urn:pulumi:dev::kafka-platform::kubernetes:apps/v1:StatefulSet::kafka-brokers",
  marks: "specification s1, template t1",
};

/** Waits for a cluster that is seen in these states, one after the other; the last one stays. */
async function wait(states: readonly BrokerAnswer[], change: Partial<ReadinessWaitArgs> = {}): Promise<string[]> {
  const told: string[] = [];
  let looks = 0;
  await waitUntilReady({
    namespace: "kafka",
    mode: "kraft",
    pods: ["kafka-0"],
    clusterId: "id",
    statefulSet: "kafka",
    recorded,
    timeout: "1m",
    observe: async () => observation(states[Math.min(looks++, states.length - 1)] as BrokerAnswer),
    diagnosis: async () => [],
    progress: (text) => void told.push(text),
    pause: 0,
    ...change,
  });
  return told;
}

describe("waitUntilReady", () => {
  it("ends at once, without a word, where nothing is missing", async () => {
    assert.deepEqual(await wait([answer(5)]), []);
  });

  it("goes on while something is missing, and says what, but not twice in a row", async () => {
    const late = { ...silent, error: "timed out" };
    assert.deepEqual(await wait([silent, silent, late, answer(5)]), [
      "waiting for Kafka: broker 0 does not answer at 10.0.0.1:31090: connection refused",
      "waiting for Kafka: broker 0 does not answer at 10.0.0.1:31090: timed out",
    ]);
  });

  it("holds every broker to the offset that was the furthest when all were first heard", async () => {
    const told = await wait([answer(5), answer(4)], {
      observe: (() => {
        const rounds = [
          [answer(5), answer(3)],
          [answer(6), answer(4)],
          [answer(7), answer(5)],
        ];
        return async () => {
          const brokers = (rounds.shift() ?? []).map((seen) => ({
            ...seen,
            brokers: [0, 1].map((id) => ({ id, address: "" })),
          }));
          const pods = [0, 1].map(readyPod);
          return { rollout: { ...(observation(answer(5)).rollout as RolloutFacts), replicas: 2, pods }, brokers };
        };
      })(),
      pods: ["kafka-0", "kafka-1"],
    });
    assert.deepEqual(told, [
      "waiting for Kafka: broker 1 follows the cluster's metadata at 3 of 5",
      "waiting for Kafka: broker 1 follows the cluster's metadata at 4 of 5",
    ]);
  });

  it("ends at once where the StatefulSet is not the one in the state, and says how to mend that", async () => {
    const { marks: _, ...gone } = observation(answer(5)).rollout as RolloutFacts;
    for (const [rollout, found] of [
      [{ ...gone, marks: "specification s1, template t0" }, "specification s1, template t0"],
      [{ ...gone, marks: "specification s0, template t1" }, "specification s0, template t1"],
      [gone, "none"],
    ] as const) {
      const waiting = wait([], { observe: async () => ({ rollout, brokers: [answer(5)] }) });
      await assert.rejects(waiting, (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(
          error.message,
          "The StatefulSet kafka is not the one in the state of this stack: a `pulumi up` that was killed had changed " +
            "it, or somebody has rolled it back or deleted it by hand; no topic was touched.\n" +
            `On the cluster: ${found}. In the state: specification s1, template t1.\n` +
            "See first that the settings say what you want, for it is rolled out anew. Then:\n" +
            `  pulumi refresh --target '${recorded.urn}'\n` +
            "  pulumi up",
        );
        return true;
      });
    }
  });

  it("takes a Kubernetes API that does not answer for nothing but that", async () => {
    const silence = "the Kubernetes API does not answer: socket hang up";
    const rollouts = [silence, observation(answer(5)).rollout];
    const told = await wait([], {
      observe: async () => ({ rollout: rollouts.shift() as RolloutFacts, brokers: [answer(5)] }),
    });
    assert.deepEqual(told, [`waiting for Kafka: ${silence}`]);
  });

  it("gives up after its time with all that is missing, a diagnosis, and what to do", async () => {
    const waiting = wait([silent], {
      timeout: "1ms",
      pause: 5,
      diagnosis: async () => ["Kubernetes warns:", "  Pod kafka-0: BackOff: again"],
    });
    await assert.rejects(waiting, (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error)); // which Pulumi prints without a stack
      assert.equal(
        error.message,
        "Kafka is not ready after 1ms; no topic was touched. What is missing:\n" +
          "  broker 0 does not answer at 10.0.0.1:31090: connection refused\n" +
          "Kubernetes warns:\n" +
          "  Pod kafka-0: BackOff: again\n" +
          "Every pod is Ready, and not every broker answers. See that external leads to them from here: " +
          "NodePorts on the nodes or load balancers, external.addresses, and external.sourceRanges.\n" +
          "Look closer with `kubectl -n kafka describe pods` and `kubectl -n kafka logs`, mend it, " +
          "and run `pulumi up` again.",
      );
      return true;
    });
  });

  it("blames no address for the silence of a broker whose pod is not ready", async () => {
    const seen = observation(silent);
    const rollout = { ...(seen.rollout as RolloutFacts), pods: [{ ...readyPod(0), ready: false }] };
    const waiting = wait([], { timeout: "1ms", pause: 5, observe: async () => ({ ...seen, rollout }) });
    await assert.rejects(waiting, (error: Error) => !error.message.includes("external"));
  });
});

const readyPod = (id: number) => ({ name: `kafka-${id}`, revision: "r", ready: true, stopping: false });
