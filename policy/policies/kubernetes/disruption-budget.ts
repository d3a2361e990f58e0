import { allOf, areTogether, isDisruptionBudget, type KubernetesObject, nameOf } from "../../lib/kubernetes";
import { memberSetsIn, memberSettings, spacesOf } from "../../lib/members";
import { below, isAbsent, tell } from "../../lib/place";
import { type Breach, stackRule } from "../../lib/rule";
import { selects } from "../../lib/selectors";
import type { Workload } from "../../lib/workloads";

function wrongIn(budget: KubernetesObject): readonly Breach[] {
  const [most, least] = [below(budget, "spec", "maxUnavailable"), below(budget, "spec", "minAvailable")] as const;
  const wrong = [...(most.value === 1 ? [] : [most]), ...(isAbsent(least) ? [] : [least])];
  return wrong.map((place) => ({ found: tell(place), urn: budget.urn }));
}

function judge(set: Workload, budgets: readonly KubernetesObject[]): readonly Breach[] {
  const its = budgets.filter(
    (budget) => areTogether(budget, set.object) && selects(below(budget, "spec", "selector").value, set.labels.value),
  );
  const [only] = its;
  if (only !== undefined && its.length === 1) {
    return wrongIn(only);
  }
  const names = its.length === 0 ? "no PodDisruptionBudget in its namespace" : its.map(nameOf).join(" and ");
  return [{ found: `the pods of ${nameOf(set.object)} are selected by ${names}`, urn: set.object.urn }];
}

export const kubernetesDisruptionBudget = stackRule({
  name: "kubernetes-disruption-budget",
  must: "Of each of the platform's StatefulSets, one pod at a time may be missing: exactly one PodDisruptionBudget says so.",
  why: "Without it, work on nodes stops brokers together, and records are out of reach. With two budgets for a pod, Kubernetes evicts it never; a percentage and a least number change what they mean with the number of pods.",
  fix: "Make one PodDisruptionBudget in the same namespace with spec.maxUnavailable 1, without minAvailable, whose selector matches the labels of the pods' template.",
  settings: memberSettings,
  judge: (resources, { namespace }) => {
    const budgets = allOf(resources, isDisruptionBudget);
    const spaces = spacesOf(resources, namespace);
    return resources.flatMap((resource) => memberSetsIn(resource, spaces)).flatMap((set) => judge(set, budgets));
  },
});
