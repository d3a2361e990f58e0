import { allOf, areTogether, isNetworkPolicy, type KubernetesObject, nameOf, namespaceOf } from "../../lib/kubernetes";
import { isKeeper, memberSettings, readableMembersIn, spacesOf } from "../../lib/members";
import { circleOf, isWithin, namesPorts, publicPorts } from "../../lib/networks";
import { below, isEmpty, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { notKnown, show } from "../../lib/plain";
import { type Breach, setting, stackRule } from "../../lib/rule";
import { maySelect, selects, selectsAll } from "../../lib/selectors";
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

/** Whether a policy may be about pods, as far as its namespace goes: what says none is in whichever is the default. */
const mayBeNear = (policy: KubernetesObject, { object }: Workload): boolean =>
  !namespaceOf(policy).value || namespaceOf(policy).value === notKnown || areTogether(policy, object);

/** What nobody can read of a policy, though all depends on it: it may open everything. */
const obscured = (policy: KubernetesObject): readonly Place[] =>
  [below(policy, "spec"), namespaceOf(policy)].filter(({ value }) => value === notKnown);

/** The rules of a policy. @returns the list itself where nobody can read it */
function rulesIn(policy: KubernetesObject, key: "ingress" | "egress"): readonly Place[] {
  const list = below(policy, "spec", key);
  return isListOrAbsent(list) ? members(list) : [list];
}

/** Whether a rule lets in others than those who keep records, where these alone are to call each other. */
function isOpenToOthers(rule: Place, ports: readonly number[]): boolean {
  const circle = circleOf(rule, "from");
  const allowed = circle === "named" ? [...publicPorts, ...ports] : publicPorts;
  return circle !== "neighbours" && !isWithin(rule, allowed);
}

const isOpen = (rule: Place, key: "from" | "to"): boolean => circleOf(rule, key) === "everybody" && !namesPorts(rule);

/** What of a policy lets through who has no business there. @param keepers those that keep records */
function openings(policy: KubernetesObject, keepers: readonly Workload[], ports: readonly number[]): readonly Place[] {
  const isOfKeepers = keepers.some(
    (keeper) => mayBeNear(policy, keeper) && maySelect(podsOf(policy), keeper.labels.value),
  );
  return isOfKeepers
    ? [
        ...rulesIn(policy, "ingress").filter((rule) => isOpenToOthers(rule, ports)),
        ...rulesIn(policy, "egress").filter((rule) => isOpen(rule, "to")),
      ]
    : rulesIn(policy, "ingress").filter((rule) => isOpen(rule, "from"));
}

export const kubernetesNetworkPolicies = stackRule({
  name: "kubernetes-network-policies",
  must: "Nothing reaches the platform's pods, and they reach nothing, but what a policy of their own allows.",
  why: "Without a policy, every pod of the cluster reaches the listeners between brokers and ZooKeeper; one that allows everything undoes all others, since Kubernetes adds them up.",
  fix: "In each namespace with the platform's pods, make a NetworkPolicy with podSelector {}, policyTypes Ingress and Egress and no rules, and one whose podSelector matches the labels of each kind of pods; give each rule its ports, one by one. Of brokers, controllers and ZooKeeper's servers, let others than pods of the namespace reach ports 9092 and 9094 alone; a port of metrics, put in the setting ports, and name who reads it by a namespaceSelector or a network.",
  settings: {
    ...memberSettings,
    ports: setting([] as readonly number[], "Ports besides 9092 and 9094 that others reach who are named, as metrics", {
      type: "array",
      items: { type: "integer" },
    }),
  },
  judge: (resources, { namespace, ports }) => {
    const spaces = spacesOf(resources, namespace);
    const workloads = resources.flatMap((resource) => readableMembersIn(resource, spaces));
    const keepers = workloads.filter((workload) => isKeeper(workload, spaces));
    const policies = allOf(resources, isNetworkPolicy);
    const wrong = policies
      .filter((policy) => workloads.some((workload) => mayBeNear(policy, workload)))
      .flatMap((policy) => {
        const unread = obscured(policy);
        const places = unread.length > 0 ? unread : openings(policy, keepers, ports);
        return places.map((place) => ({ policy, place }));
      });
    return [
      ...missing(
        workloads,
        policies,
        wrong.map(({ policy }) => policy),
      ),
      ...wrong.map(({ policy, place }) => ({ found: tell(place), urn: policy.urn })),
    ];
  },
});

/** The pods that no policy protects. @param wrong policies that are told of: what they were to do, is not missed besides */
function missing(
  workloads: readonly Workload[],
  policies: readonly KubernetesObject[],
  wrong: readonly KubernetesObject[],
): readonly Breach[] {
  if (wrong.some((policy) => obscured(policy).length > 0)) {
    return [];
  }
  return workloads.flatMap((workload, index) => {
    const { object } = workload;
    const near = policies.filter((policy) => areTogether(policy, object));
    const isDenied = near.some((policy) => deniesAll(policy) || (wrong.includes(policy) && selectsAll(podsOf(policy))));
    // Said once, of the first of them.
    const isFirst = workloads.findIndex((one) => areTogether(one.object, object)) === index;
    const breach = (found: string) => ({ found, urn: object.urn });
    return [
      ...(near.some((policy) => isOwn(policy, workload))
        ? []
        : [breach(`the pods of ${nameOf(object)} are selected by no NetworkPolicy of their own`)]),
      ...(isDenied || !isFirst
        ? []
        : [breach(`no NetworkPolicy in the namespace ${show(namespaceOf(object).value)} denies by default`)]),
    ];
  });
}
