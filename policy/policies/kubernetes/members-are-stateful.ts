import { kubernetesTypes } from "../../lib/kubernetes";
import { keepersIn, memberSettings } from "../../lib/members";
import { below, isAbsent, unless } from "../../lib/place";
import { isMap } from "../../lib/plain";
import { resourceRule } from "../../lib/rule";
import type { Workload } from "../../lib/workloads";

function found({ object }: Workload): readonly string[] {
  if (object.group !== "apps" || object.kind !== "StatefulSet") {
    return [`a ${object.kind} runs a node, or has the label app or the name of the platform's own`];
  }
  const spec = below(object, "spec");
  // Where nothing of it can be read, another rule says so.
  if (!isMap(spec.value)) {
    return [];
  }
  const order = below(spec, "podManagementPolicy");
  const update = below(spec, "updateStrategy", "type");
  const from = below(spec, "updateStrategy", "rollingUpdate", "partition");
  const atOnce = below(spec, "updateStrategy", "rollingUpdate", "maxUnavailable");
  return [
    ...unless(order.value === "Parallel", order),
    ...unless(update.value === "RollingUpdate", update),
    // Where the type is not said, nothing can be read below it either.
    ...unless(isAbsent(from) || from.value === 0 || update.value !== "RollingUpdate", from),
    ...unless(isAbsent(atOnce) || atOnce.value === 1 || update.value !== "RollingUpdate", atOnce),
  ];
}

export const kubernetesMembersAreStateful = resourceRule({
  name: "kubernetes-members-are-stateful",
  must: "Brokers, controllers and ZooKeeper's servers are pods of StatefulSets, which start together and are renewed one by one.",
  why: "Others have no lasting name and no volume of their own. Started one by one, none gets the quorum for which it waits; renewed together, or only by hand, they serve nobody, or run on with what was to be replaced.",
  fix: 'Make it a StatefulSet with spec.podManagementPolicy "Parallel" and spec.updateStrategy.type "RollingUpdate", without partition and maxUnavailable; give what is no member of the platform another name and another label app, and a client with an image of Kafka its command.',
  // As something else, a broker would be looked at by none of the rules that keep its records.
  absolute: true,
  settings: memberSettings,
  of: kubernetesTypes,
  judge: (resource, { namespace }) => keepersIn(resource, namespace).flatMap(found),
});
