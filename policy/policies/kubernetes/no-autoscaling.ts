import { allOf, areTogether, type KubernetesObject, nameOf, namespaceOf, type Sort } from "../../lib/kubernetes";
import { memberSetsIn, memberSettings, spacesOf } from "../../lib/members";
import { below, isAbsent } from "../../lib/place";
import { notKnown } from "../../lib/plain";
import { stackRule } from "../../lib/rule";
import type { Workload } from "../../lib/workloads";

const isAutoscaler = ({ group, kind }: Sort): boolean =>
  (group === "autoscaling" && kind === "HorizontalPodAutoscaler") ||
  (group === "autoscaling.k8s.io" && kind === "VerticalPodAutoscaler") ||
  (group === "keda.sh" && kind === "ScaledObject");

/** Whether something is scaled by it, as far as anybody knows. */
function scales(autoscaler: KubernetesObject, { object }: Workload): boolean {
  // A VerticalPodAutoscaler calls it otherwise.
  const target = ["scaleTargetRef", "targetRef"]
    .map((key) => below(autoscaler, "spec", key))
    .find((one) => !isAbsent(one));
  if (target === undefined) {
    return below(autoscaler, "spec").value === notKnown;
  }
  const [kind, name] = [below(target, "kind").value, below(target, "name").value];
  const isNear = areTogether(autoscaler, object) || namespaceOf(autoscaler).value === notKnown;
  const isOfSets = typeof kind !== "string" || kind === "StatefulSet";
  return isNear && isOfSets && (name === notKnown || name === below(object, "metadata", "name").value);
}

export const kubernetesNoAutoscaling = stackRule({
  name: "kubernetes-no-autoscaling",
  must: "How many brokers, controllers and servers of ZooKeeper there are, and how large, their program alone says.",
  why: "What an autoscaler takes away, takes replicas with it and perhaps the majority; what it adds, holds no records until somebody moves them there.",
  fix: "Take the autoscaler out, and change the number or the size in the program.",
  settings: memberSettings,
  judge: (resources, { namespace }) => {
    const spaces = spacesOf(resources, namespace);
    const sets = resources.flatMap((resource) => memberSetsIn(resource, spaces));
    return allOf(resources, isAutoscaler).flatMap((autoscaler) => {
      const set = sets.find((one) => scales(autoscaler, one));
      return set === undefined
        ? []
        : [{ found: `${nameOf(autoscaler)} scales ${nameOf(set.object)}`, urn: autoscaler.urn }];
    });
  },
});
