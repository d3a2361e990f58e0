import { kubernetesTypes } from "../../lib/kubernetes";
import { below, isAbsent, type Place, tell, unless } from "../../lib/place";
import { quantityIn } from "../../lib/quantities";
import { resourceRule } from "../../lib/rule";
import { containersOf, workloadsOf } from "../../lib/workloads";

// Below it, somebody has left out the unit, or written m for M.
const leastMemory = 2 ** 20;

const cpuIn = ({ value }: Place) => quantityIn(value);

function memoryIn({ value }: Place): number | undefined {
  const memory = quantityIn(value);
  return memory !== undefined && memory >= leastMemory ? memory : undefined;
}

/** What is wrong with a limit: that it is no quantity, or less than the request. */
function wrongInLimit(limit: Place, request: Place, read: (place: Place) => number | undefined): readonly string[] {
  const [most, least] = [read(limit), read(request)];
  if (most === undefined) {
    return [tell(limit)];
  }
  return least !== undefined && most < least ? [`${tell(limit)}, less than the request`] : [];
}

function found(container: Place): readonly string[] {
  const [requests, limits] = [below(container, "resources", "requests"), below(container, "resources", "limits")];
  const [cpu, memory] = [below(requests, "cpu"), below(requests, "memory")];
  const cpuLimit = below(limits, "cpu");
  return [
    ...unless(cpuIn(cpu) !== undefined, cpu),
    ...unless(memoryIn(memory) !== undefined, memory),
    ...wrongInLimit(below(limits, "memory"), memory, memoryIn),
    ...(isAbsent(cpuLimit) ? [] : wrongInLimit(cpuLimit, cpu, cpuIn)),
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
