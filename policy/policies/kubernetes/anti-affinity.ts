import { kubernetesTypes, namespaceOf } from "../../lib/kubernetes";
import { memberSetsIn, memberSettings } from "../../lib/members";
import { below, isAbsent, isEmpty, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { isMap } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import { selects, selectsAll } from "../../lib/selectors";
import type { Workload } from "../../lib/workloads";

const nodes = "kubernetes.io/hostname";
const required = ["affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"] as const;

/** Whether a term of the affinity is about pods in the namespace where the pods are themselves. */
function isAboutOwnNamespace(term: Place, { object }: Workload): boolean {
  const [names, selector] = [below(term, "namespaces"), below(term, "namespaceSelector")] as const;
  const isNamed = members(names).some(({ value }) => typeof value === "string" && value === namespaceOf(object).value);
  return isNamed || selectsAll(selector.value) || (isEmpty(names) && isAbsent(selector));
}

/** Whether it looks at labels in which the pods of one set differ. */
function isAboutSome(term: Place, { labels }: Workload): boolean {
  const [same, other] = [below(term, "matchLabelKeys"), below(term, "mismatchLabelKeys")] as const;
  const isOfAll = ({ value }: Place) => typeof value === "string" && typeof below(labels, value).value === "string";
  return !isEmpty(other) || !isListOrAbsent(same) || !members(same).every(isOfAll);
}

const keepsApart = (term: Place, workload: Workload): boolean =>
  below(term, "topologyKey").value === nodes &&
  selects(below(term, "labelSelector").value, workload.labels.value) &&
  isAboutOwnNamespace(term, workload) &&
  !isAboutSome(term, workload);

function found(workload: Workload): readonly string[] {
  const { spec, labels } = workload;
  const node = below(spec, "nodeName");
  if (!isAbsent(node)) {
    return [`${tell(node)}, so that no affinity is looked at`];
  }
  const terms = below(spec, ...required);
  if (members(terms).some((term) => isMap(term.value) && keepsApart(term, workload))) {
    return [];
  }
  return [`${tell(terms)}, of which nothing keeps pods apart whose ${tell(labels)}`];
}

export const kubernetesAntiAffinity = resourceRule({
  name: "kubernetes-anti-affinity",
  must: "No two pods of one of the platform's StatefulSets run on the same node.",
  why: "With a node go all pods on it: two brokers, and with them two of three replicas, or the majority of a quorum. A preference is given up as soon as nodes are short.",
  fix: `Set ${required.join(".")} to a term whose topologyKey is ${nodes} and whose labelSelector matches the labels of the pods' template; leave out namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys and nodeName.`,
  absolute: true,
  settings: memberSettings,
  of: kubernetesTypes,
  judge: (resource, { namespace }) => memberSetsIn(resource, namespace).flatMap(found),
});
