import { isJudged, isList, type KubernetesObject, kubernetesTypes, objectsOf, sortInside } from "../../lib/kubernetes";
import { below, isAbsent, type Place, tell } from "../../lib/place";
import { resourceRule } from "../../lib/rule";
import { isWorkload, unreadableIn, workloadsOf } from "../../lib/workloads";

const couldBeJudged = (object: KubernetesObject): boolean => {
  const inside = sortInside(object);
  return inside === undefined || isJudged(inside) || isWorkload(inside);
};

function unreadable(object: KubernetesObject): readonly Place[] {
  if (object.kind === "") {
    return [below(object, "kind")];
  }
  const items = below(object, "items");
  const isHidden = isList(object) && couldBeJudged(object) && !isAbsent(items) && !Array.isArray(items.value);
  return isHidden ? [items] : [];
}

export const kubernetesKnownObjects = resourceRule({
  name: "kubernetes-known-objects",
  must: "What is in a list, and what a workload's pods are made of, is known at preview and of the type that Kubernetes takes.",
  why: "No other rule can judge what it cannot read, and a rule that says nothing is taken for one that holds.",
  fix: "Write apiVersion, kind, items, the pods' labels, spec, containers, initContainers, env with its names, and volumes out; only single values in them may be unknown before the update.",
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) => [
    ...objectsOf(resource).flatMap(unreadable).map(tell),
    ...workloadsOf(resource).flatMap(unreadableIn).map(tell),
  ],
});
