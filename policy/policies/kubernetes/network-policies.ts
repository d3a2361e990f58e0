import { allOf, areTogether, isNetworkPolicy, type KubernetesObject, nameOf, namespaceOf } from "../../lib/kubernetes";
import { memberSettings, readableMembersIn } from "../../lib/members";
import { isForAllPorts } from "../../lib/networks";
import { below, isEmpty, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { isMap, show } from "../../lib/plain";
import { type Breach, stackRule } from "../../lib/rule";
import { selects, selectsAll } from "../../lib/selectors";
import type { Workload } from "../../lib/workloads";

const podsOf = (policy: KubernetesObject) => below(policy, "spec", "podSelector").value;

/** Whether a policy denies all pods of its namespace everything. */
function deniesAll(policy: KubernetesObject): boolean {
  const spec = below(policy, "spec");
  const types = members(below(spec, "policyTypes")).map(({ value }) => value);
  return (
    selectsAll(podsOf(policy)) &&
    ["Ingress", "Egress"].every((type) => types.includes(type)) &&
    isEmpty(below(spec, "ingress")) &&
    isEmpty(below(spec, "egress"))
  );
}

const isOwn = (policy: KubernetesObject, { labels }: Workload): boolean =>
  !selectsAll(podsOf(policy)) && selects(podsOf(policy), labels.value);

const everywhere: readonly unknown[] = ["0.0.0.0/0", "::/0"];

/** Whether a rule lets everybody in at every port. */
function isOpen(rule: Place): boolean {
  const from = below(rule, "from");
  const isForAll =
    members(from).length === 0 ||
    members(from).some((peer) => everywhere.includes(below(peer, "ipBlock", "cidr").value));
  return isForAll && isForAllPorts(rule);
}

/** What lets everybody into a namespace. */
function openings(policy: KubernetesObject): readonly Place[] {
  const ingress = below(policy, "spec", "ingress");
  // A policy of which nothing can be read lets nobody through: what lacks it is told of then.
  if (!isMap(below(policy, "spec").value)) {
    return [];
  }
  return isListOrAbsent(ingress) ? members(ingress).filter(isOpen) : [ingress];
}

export const kubernetesNetworkPolicies = stackRule({
  name: "kubernetes-network-policies",
  must: "Nothing reaches the platform's pods, and they reach nothing, but what a policy of their own allows.",
  why: "Without a policy, every pod of the cluster reaches the listeners between brokers and ZooKeeper; one that allows everything undoes all others, since Kubernetes adds them up.",
  fix: "In each namespace with the platform's pods, make a NetworkPolicy with podSelector {}, policyTypes Ingress and Egress and no rules, and one whose podSelector matches the labels of each kind of pods; let no rule of ingress be without from and ports.",
  settings: memberSettings,
  judge: (resources, { namespace }) => {
    const workloads = resources.flatMap((resource) => readableMembersIn(resource, namespace));
    const policies = allOf(resources, isNetworkPolicy);
    const isFirst = (one: Workload, index: number) =>
      workloads.findIndex(({ object }) => areTogether(object, one.object)) === index;
    const missing = workloads.flatMap((workload, index): readonly Breach[] => {
      const { object } = workload;
      const near = policies.filter((policy) => areTogether(policy, object));
      const breach = (found: string) => ({ found, urn: object.urn });
      return [
        ...(near.some((policy) => isOwn(policy, workload))
          ? []
          : [breach(`the pods of ${nameOf(object)} are selected by no NetworkPolicy of their own`)]),
        // Said once, of the first of them.
        ...(near.some(deniesAll) || !isFirst(workload, index)
          ? []
          : [breach(`no NetworkPolicy in the namespace ${show(namespaceOf(object).value)} denies by default`)]),
      ];
    });
    const open = policies
      .filter((policy) => workloads.some(({ object }) => areTogether(policy, object)))
      .flatMap((policy) => openings(policy).map((place) => ({ found: tell(place), urn: policy.urn })));
    return [...missing, ...open];
  },
});
