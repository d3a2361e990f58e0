/** Platforms that a restart guard judges, as it sees them. */
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { BrokerAnswer, PartitionView } from "../../../../components/gates/broker-client";
import {
  type GuardedSet,
  guardRestart,
  type Looks,
  type RestartGuardArgs,
} from "../../../../components/gates/restart-guard";
import type { BrokerFacts } from "../../../../components/gates/restart-judge";
import type { PodFacts, RolloutFacts } from "../../../../components/gates/rollout-judge";

export const pod = (ordinal: number, change: Partial<PodFacts> = {}, set = "kafka"): PodFacts => ({
  name: `${set}-${ordinal}`,
  revision: "r",
  template: "old",
  ready: true,
  stopping: false,
  ...change,
});
export const rollout = (pods: readonly PodFacts[], change: Partial<RolloutFacts> = {}): RolloutFacts => ({
  observed: true,
  revision: "r",
  replicas: 3,
  pods,
  ...change,
});
export const whole = rollout([pod(0), pod(1), pod(2)]);

export const partition = (
  isr: readonly number[],
  replicas: readonly number[] = [0, 1, 2],
  topic = "a",
): PartitionView => ({
  topic,
  partition: 0,
  replicas,
  isr,
  leader: isr[0] ?? -1,
});
export const view = (id: number, partitions: readonly PartitionView[], known = [0, 1, 2]): BrokerAnswer => ({
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
export const brokersWith = (partitions: readonly PartitionView[], change: Partial<BrokerFacts> = {}): BrokerFacts => ({
  answers: [0, 1, 2].map((id) => view(id, partitions)),
  minInsyncReplicas: new Map(),
  defaultMinInsyncReplicas: 2,
  ...change,
});
export const healthy = brokersWith([partition([0, 1, 2])]);

export const brokerSet = { statefulSet: "kafka", labels: { app: "kafka" } };
export const ensemble = { statefulSet: "zookeeper", labels: { app: "zookeeper" } };
export const brokers = {
  ...brokerSet,
  bootstrap: [],
  services: [],
  identity: async () => undefined,
  minInsyncReplicas: 2,
};
export const args: RestartGuardArgs = {
  namespace: "kafka",
  ...brokerSet,
  coordinators: [ensemble],
  patience: 0,
  brokers,
};
export const zookeeper = rollout([0, 1, 2].map((ordinal) => pod(ordinal, {}, "zookeeper")));

/** The refusal's lines; none when the restart may go on. */
export async function refused(
  guarded: RestartGuardArgs,
  template: string | undefined,
  looks: Looks,
): Promise<string[]> {
  try {
    await guardRestart(guarded, template, looks);
    return [];
  } catch (error) {
    assert.ok(pulumi.RunError.isInstance(error));
    return error.message.split("\n").slice(1, -1);
  }
}

export const rollouts = (kafka: RolloutFacts | string, other: RolloutFacts | string) => async (set: GuardedSet) =>
  set.statefulSet === "kafka" ? kafka : other;
export const nobodyAsks = () => Promise.reject(new Error("nobody asks"));
export const noLook = { rollout: async () => whole, templates: nobodyAsks, brokers: nobodyAsks };
