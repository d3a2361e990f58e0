import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../../components/kafka/cluster";
import { only, type Registration, register, type World } from "../mocks";
import { type Container, clusterArgs } from "./node-args";

/** What a Kafka cluster registers. @param change of its arguments */
export const made = (world: World, change: Partial<ClusterArgs> = {}) =>
  register(world, () => {
    const beforeUpdate = new pulumi.ResourceHook("guard", () => undefined);
    void new Cluster("kafka", { ...clusterArgs(world), beforeUpdate, ...change }, {});
  });

/** The brokers' StatefulSet. */
export const set = (resources: readonly Registration[]) => only(resources, "kubernetes:apps/v1:StatefulSet");
/** The description of its pods. */
export const podOf = (resources: readonly Registration[]) => set(resources).inputs.spec.template.spec;
/** The broker's own container. */
export const containerOf = (resources: readonly Registration[]): Container => podOf(resources).containers[0];

/** A Service, by its name in Kubernetes. */
export const service = (resources: readonly Registration[], name: string) => {
  const found = resources.filter((r) => r.type === "kubernetes:core/v1:Service" && r.inputs.metadata.name === name);
  assert.equal(found.length, 1, name);
  return found[0] as Registration;
};
