import { allOf, areTogether, isNetworkPolicy, isService, type KubernetesObject, nameOf } from "../../lib/kubernetes";
import { isInPlatform, memberSettings, membersIn, type Spaces, spacesOf } from "../../lib/members";
import { boundWords, external, isForExternal, isWithin, publicPorts, unboundedIn } from "../../lib/networks";
import { below, members, type Place, tell } from "../../lib/place";
import { isMap } from "../../lib/plain";
import { type Breach, type Judged, setting, stackRule } from "../../lib/rule";
import { selects } from "../../lib/selectors";
import type { Workload } from "../../lib/workloads";

const podName = "statefulset.kubernetes.io/pod-name";

/** Whether a Service leads to pods of a workload: by their labels, or to one of them by its name. */
function leadsTo(service: KubernetesObject, { object, labels }: Workload): boolean {
  const selector = below(service, "spec", "selector");
  const [pod, own] = [below(selector, podName).value, below(object, "metadata", "name").value];
  const isNamed = typeof pod === "string" && typeof own === "string" && pod.replace(/-\d+$/, "") === own;
  const known = isNamed && isMap(labels.value) ? { ...labels.value, [podName]: pod } : labels.value;
  return areTogether(service, object) && selects({ matchLabels: selector.value }, known);
}

/** Whether nodes offer its ports: for a load balancer too, besides what its own ranges bound. */
const hasNodePorts = (service: KubernetesObject): boolean => {
  const { value: type } = below(service, "spec", "type");
  return (
    type === "NodePort" ||
    (type === "LoadBalancer" && below(service, "spec", "allocateLoadBalancerNodePorts").value !== false)
  );
};

function judge(resources: readonly Judged[], namespace: Spaces): readonly Breach[] {
  const workloads = resources.flatMap((resource) => membersIn(resource, namespace));
  const policies = allOf(resources, isNetworkPolicy);
  const services = allOf(resources, isService)
    .filter(hasNodePorts)
    .filter((service) => isInPlatform(service, namespace) || workloads.some((workload) => leadsTo(service, workload)));
  return services.flatMap((service) => {
    const pods = workloads.filter((workload) => leadsTo(service, workload));
    const own = policies.filter((policy) => pods.some((workload) => isAbout(policy, workload)));
    return own.length === 0
      ? [{ found: `no NetworkPolicy is about the pods of ${nameOf(service)}`, urn: service.urn }]
      : own.flatMap((policy) => unbounded(policy).map((place) => ({ found: tell(place), urn: policy.urn })));
  });
}

const isAbout = (policy: KubernetesObject, { object, labels }: Workload): boolean =>
  areTogether(policy, object) && selects(below(policy, "spec", "podSelector").value, labels.value);

/** Whom a policy lets in on the port that is exposed, without a bound. Where it opens more, another rule says so. */
const unbounded = (policy: KubernetesObject): readonly Place[] =>
  members(below(policy, "spec", "ingress"))
    .filter((rule) => isWithin(rule, publicPorts) && isForExternal(rule))
    .flatMap(unboundedIn);

export const kubernetesSourceRanges = stackRule({
  name: "kubernetes-source-ranges",
  must: "Only networks that are named reach a port that nodes offer for the platform.",
  why: "A Service of type NodePort bounds nobody, and is there at every address of every node; so are the node ports of a load balancer, whatever it bounds itself.",
  fix: `Let the NetworkPolicy of the pods name networks, ${boundWords}, by ipBlock.cidr on port ${external.port}: the platform does so with sourceRanges of its settings external.`,
  settings: {
    ...memberSettings,
    sourceRanges: setting(
      true,
      "Whether networks have to be named; false where node ports are out of everybody's reach, by a firewall or since the cluster is a laptop's",
      { type: "boolean" },
    ),
  },
  judge: (resources, { namespace, sourceRanges }) =>
    sourceRanges ? distinct(judge(resources, spacesOf(resources, namespace))) : [],
});

/** Several Services lead to the same pods, and their policy is wrong once. */
const distinct = (breaches: readonly Breach[]): readonly Breach[] => [
  ...new Map(breaches.map((breach) => [`${breach.urn} ${breach.found}`, breach])).values(),
];
