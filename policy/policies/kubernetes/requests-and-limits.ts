import { kubernetesTypes } from "../../lib/kubernetes";
import { memoryIn, memoryLimitOf } from "../../lib/memory";
import { below, isAbsent, type Place, tell, unless } from "../../lib/place";
import { quantityIn } from "../../lib/quantities";
import { resourceRule } from "../../lib/rule";
import { containersOf, workloadsOf } from "../../lib/workloads";

const cpuIn = ({ value }: Place) => quantityIn(value);

/** What a limit says that is no quantity, or less than the request. */
function wrongLimit(limit: Place, isQuantity: boolean, isEnough: boolean): readonly string[] {
  if (isQuantity && isEnough) {
    return [];
  }
  return [isQuantity ? `${tell(limit)}, less than the request` : tell(limit)];
}

function found(container: Place): readonly string[] {
  const [requests, limits] = [below(container, "resources", "requests"), below(container, "resources", "limits")];
  const [cpu, memory] = [below(requests, "cpu"), below(requests, "memory")];
  const [cpuLimit, memoryLimit] = [below(limits, "cpu"), below(limits, "memory")];
  const mostCpu = cpuIn(cpuLimit);
  return [
    ...unless(cpuIn(cpu) !== undefined, cpu),
    ...unless(memoryIn(memory) !== undefined, memory),
    ...wrongLimit(memoryLimit, memoryIn(memoryLimit) !== undefined, memoryLimitOf(container) !== undefined),
    ...(isAbsent(cpuLimit) ? [] : wrongLimit(cpuLimit, mostCpu !== undefined, (mostCpu ?? 0) >= (cpuIn(cpu) ?? 0))),
  ];
}

export const kubernetesRequestsAndLimits = resourceRule({
  name: "kubernetes-requests-and-limits",
  must: "Every container says how much CPU and memory it requests, and how much memory it may use.",
  why: "Without requests, nodes are filled beyond what they have, and brokers on them become slow or are evicted first. Without a limit, one container takes the memory of all others on its node.",
  fix: "Set resources.requests.cpu, resources.requests.memory and resources.limits.memory to quantities as 500m and 2Gi, no limit less than its request; CPU needs no limit.",
  of: kubernetesTypes,
  judge: (resource) =>
    workloadsOf(resource).flatMap((workload) =>
      containersOf(workload, ["initContainers", "containers"]).flatMap(found),
    ),
});
