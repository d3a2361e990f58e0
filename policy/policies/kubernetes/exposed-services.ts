import { isService, type KubernetesObject, kubernetesTypes, objectsOf } from "../../lib/kubernetes";
import { isInPlatform, memberSettings, membersIn } from "../../lib/members";
import { boundWords, external, isBounded } from "../../lib/networks";
import { below, isAbsent, isEmpty, members, type Place, tell, unless } from "../../lib/place";
import { resourceRule, setting } from "../../lib/rule";
import { containersOf, type Workload } from "../../lib/workloads";

const platformPorts: readonly unknown[] = [external.port, external.name];

/** Ports of pods that have the name by which Services find the one with TLS, and are another one. */
const misnamed = (workload: Workload): readonly string[] =>
  containersOf(workload)
    .flatMap((container) => members(below(container, "ports")))
    .filter((port) => below(port, "name").value === external.name)
    .map((port) => below(port, "containerPort"))
    .flatMap((place) => unless(place.value === external.port, place));

function wrongPorts(service: KubernetesObject, isPlatforms: boolean, ports: readonly unknown[]): readonly string[] {
  const list = below(service, "spec", "ports");
  // What a name stands for, only the pods of an application know.
  const isRight = ({ value }: Place) =>
    isPlatforms ? platformPorts.includes(value) : ports.includes(value) || typeof value === "string";
  return members(list).length === 0
    ? [tell(list)]
    : members(list).flatMap((entry) => {
        const [port, target] = [below(entry, "port"), below(entry, "targetPort")] as const;
        const isOpen = isRight(port) && typeof port.value === "number";
        return isOpen ? unless(isAbsent(target) || isRight(target), target) : [tell(port)];
      });
}

function wrongSources(service: KubernetesObject): readonly string[] {
  const ranges = below(service, "spec", "loadBalancerSourceRanges");
  return members(ranges).length === 0
    ? [tell(ranges)]
    : members(ranges).flatMap((range) => unless(isBounded(range.value), range));
}

const reachable: Readonly<Record<string, boolean>> = {
  ...{ ClusterIP: false, ExternalName: false, NodePort: true, LoadBalancer: true },
};

function found(service: KubernetesObject, namespace: string, ports: readonly number[]): readonly string[] {
  const [type, externalIps] = [below(service, "spec", "type"), below(service, "spec", "externalIPs")] as const;
  const addresses = unless(isEmpty(externalIps), externalIps);
  if (isAbsent(type)) {
    return addresses;
  }
  const isReachable = typeof type.value === "string" ? reachable[type.value] : undefined;
  if (isReachable === undefined) {
    return [tell(type), ...addresses];
  }
  return [
    ...addresses,
    ...(isReachable ? wrongPorts(service, isInPlatform(service, namespace), ports) : []),
    ...(type.value === "LoadBalancer" ? wrongSources(service) : []),
  ];
}

export const kubernetesExposedServices = resourceRule({
  name: "kubernetes-exposed-services",
  must: "From outside the cluster, only ports with TLS and a proof of who is calling can be reached, and load balancers only from networks that are named.",
  why: "The listeners for applications and between brokers are not made for everybody's network, and an address by externalIPs takes traffic away from others.",
  fix: `Expose port ${external.port} with targetPort ${external.name} alone, let ${external.name} be containerPort ${external.port}, or give the Service type ClusterIP; list networks, ${boundWords}, in loadBalancerSourceRanges; leave externalIPs out.`,
  settings: {
    ...memberSettings,
    ports: setting(
      [9094] as readonly number[],
      "Ports with TLS that Services outside the platform's namespace expose",
      {
        type: "array",
        items: { type: "integer" },
      },
    ),
  },
  of: kubernetesTypes,
  judge: (resource, { namespace, ports }) => [
    ...objectsOf(resource)
      .filter(isService)
      .flatMap((service) => found(service, namespace, ports)),
    ...membersIn(resource, namespace).flatMap(misnamed),
  ],
});
