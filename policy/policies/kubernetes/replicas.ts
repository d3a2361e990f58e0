import { kubernetesTypes } from "../../lib/kubernetes";
import { memberSetsIn, memberSettings, roleOf } from "../../lib/members";
import { below, unless } from "../../lib/place";
import { resourceRule } from "../../lib/rule";
import type { Workload } from "../../lib/workloads";

const least = 3;

function found(set: Workload, namespace: string): readonly string[] {
  const role = roleOf(set, namespace);
  const replicas = below(set.object, "spec", "replicas");
  const { value } = replicas;
  const isEnough = typeof value === "number" && Number.isInteger(value) && value >= least;
  const hasMajority = (role !== "zookeeper" && role !== "kafka-controller") || (isEnough && value % 2 === 1);
  return unless(isEnough && hasMajority, replicas);
}

export const kubernetesReplicas = resourceRule({
  name: "kubernetes-replicas",
  must: "Each of the platform's StatefulSets has three pods or more, and an odd number where they vote.",
  why: "With fewer, there is no third replica, and no majority as soon as one is missing. A fourth voter makes no further failure bearable, and one more that can fail.",
  fix: `Set spec.replicas to ${least} or more; to 3, 5 or 7 for zookeeper and kafka-controller.`,
  settings: memberSettings,
  of: kubernetesTypes,
  judge: (resource, { namespace }) => memberSetsIn(resource, namespace).flatMap((set) => found(set, namespace)),
});
