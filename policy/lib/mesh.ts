import { isNamespace, isPeerAuthentication, type KubernetesObject, namespaceOf } from "./kubernetes";
import { below, entries, isAbsent, type Place, unless } from "./place";
import { isMap, type Plain } from "./plain";
import type { Workload } from "./workloads";

/** What of a PeerAuthentication takes plain connections. @param plainPorts where they are wanted */
export function plainIn(authentication: KubernetesObject, plainPorts: readonly number[] = []): readonly string[] {
  const [mode, ports] = [
    below(authentication, "spec", "mtls", "mode"),
    below(authentication, "spec", "portLevelMtls"),
  ] as const;
  const exceptions = entries(ports).filter(({ key }) => !plainPorts.includes(Number(key)));
  return [
    ...unless(mode.value === "STRICT", mode),
    // What nobody can read may be an exception.
    ...unless(isAbsent(ports) || isMap(ports.value), ports),
    ...exceptions.map((port) => below(port, "mode")).flatMap((place) => unless(place.value === "STRICT", place)),
  ];
}

/** Whether a PeerAuthentication is for all pods of its namespace. */
function isForNamespace(authentication: KubernetesObject): boolean {
  const selector = below(authentication, "spec", "selector");
  const isEmpty = (value: Plain) => isMap(value) && Object.keys(value).length === 0;
  return isAbsent(selector) || (isMap(selector.value) && entries(selector).every(({ value }) => isEmpty(value)));
}

/** Whether a mesh takes nothing plain for pods of a namespace, as far as what is in a stack says. */
export function isStrictAt(namespace: Plain, objects: readonly KubernetesObject[]): boolean {
  const own = objects.filter((one) => isPeerAuthentication(one) && namespaceOf(one).value === namespace);
  return typeof namespace === "string" && own.some(isForNamespace) && own.every((one) => plainIn(one).length === 0);
}

const inject = "sidecar.istio.io/inject";

/** Whether a mesh has its part in pods: they ask for it, or their namespace does, and they do not refuse. */
export function isInMesh(pods: Workload, objects: readonly KubernetesObject[]): boolean {
  const own = [below(pods.labels, inject), below(pods.annotations, inject)].filter((place) => !isAbsent(place));
  return own.length > 0
    ? own.every(({ value }) => value === "true")
    : objects.some(
        (space) =>
          isNamespace(space) &&
          typeof namespaceOf(pods.object).value === "string" &&
          below(space, "metadata", "name").value === namespaceOf(pods.object).value &&
          injects(below(space, "metadata", "labels")),
      );
}

function injects(labels: Place): boolean {
  const [injection, revision] = [below(labels, "istio-injection"), below(labels, "istio.io/rev")] as const;
  return isAbsent(injection)
    ? typeof revision.value === "string" && revision.value !== ""
    : injection.value === "enabled";
}

const traffic = "traffic.sidecar.istio.io/";

/** What of pods lets calls to ports pass the mesh by. */
export function passesBy({ annotations }: Workload, ports: readonly (number | undefined)[]): readonly Place[] {
  const [left, taken] = [`${traffic}excludeInboundPorts`, `${traffic}includeInboundPorts`].map((key) =>
    below(annotations, key),
  ) as [Place, Place];
  const listed = ({ value }: Place) =>
    typeof value === "string" ? value.split(",").map((port) => port.trim()) : ["*"];
  const isAny = (place: Place) =>
    ports.some((port) => listed(place).some((one) => one === "*" || one === String(port)));
  const isEach = ports.every((port) => listed(taken).includes(String(port))) || taken.value === "*";
  return [...(isAbsent(left) || !isAny(left) ? [] : [left]), ...(isAbsent(taken) || isEach ? [] : [taken])];
}
