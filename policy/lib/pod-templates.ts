import { at, isMap, items, type Plain, type PlainMap } from "./plain";
import type { Judged } from "./rule";

/** An object of Kubernetes, in a resource of its own or in one that lists several. */
export interface KubernetesObject {
  readonly kind: string;
  readonly value: PlainMap;
  /** What stands before the paths of its values, where it is one of several. */
  readonly path: string;
  readonly urn: string;
}

/** The types of all objects of Kubernetes. */
export const kubernetesTypes = /^kubernetes:/;

/** The objects that a resource of Kubernetes is, or lists, also in lists of lists. */
export function objectsOf({ type, props, urn }: Judged): readonly KubernetesObject[] {
  const kind =
    type
      .split(":")
      .at(-1)
      ?.replace(/Patch$/, "") ?? "";
  return kubernetesTypes.test(type) ? unfolded(kind, props, "", urn) : [];
}

function unfolded(kind: string, value: Plain, path: string, urn: string): readonly KubernetesObject[] {
  if (kind.endsWith("List") && Array.isArray(at(value, "items"))) {
    return items(at(value, "items")).flatMap((item, index) => {
      const own = at(item, "kind");
      return unfolded(typeof own === "string" ? own : kind.slice(0, -4), item, `${path}items[${index}].`, urn);
    });
  }
  return isMap(value) ? [{ kind, value, path, urn }] : [];
}

/** What pods are made by. */
export interface PodTemplate {
  /** Where the pod's specification stands. */
  readonly path: string;
  readonly spec: PlainMap;
}

// Pods themselves; sets, Deployments, Jobs and whatever else is built like them; CronJobs; PodTemplates.
const places = [
  ["spec"],
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
  ["template", "spec"],
];

/** The specifications of pods in an object, whatever its kind. */
export const podTemplatesOf = ({ value, path }: KubernetesObject): readonly PodTemplate[] =>
  places.flatMap((place) => {
    const spec = at(value, ...place);
    return isMap(spec) && Object.hasOwn(spec, "containers") ? [{ path: `${path}${place.join(".")}`, spec }] : [];
  });

/** A container of any kind in a pod. */
export interface Container {
  readonly path: string;
  readonly value: PlainMap;
}

/** The containers of a pod, those that run before the others too. */
export const containersOf = ({ path, spec }: PodTemplate): readonly Container[] =>
  ["initContainers", "containers", "ephemeralContainers"].flatMap((key) =>
    items(spec[key]).flatMap((value, index) => (isMap(value) ? [{ path: `${path}.${key}[${index}]`, value }] : [])),
  );

/** A ConfigMap or a Secret that a pod mounts. */
export interface Mount {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: Plain;
}

const mount = (kind: Mount["kind"], name: Plain): Mount => ({ kind, name });

/** What a pod mounts, by itself or projected beside others. */
export const mountsOf = ({ spec }: PodTemplate): readonly Mount[] =>
  items(spec.volumes)
    .flatMap((volume): readonly Plain[] => [volume, ...items(at(volume, "projected", "sources"))])
    .flatMap((source) => [
      ...(at(source, "configMap") === undefined ? [] : [mount("ConfigMap", at(source, "configMap", "name"))]),
      // A volume and a projection call it differently.
      ...(at(source, "secret") === undefined
        ? []
        : [mount("Secret", at(source, "secret", "secretName") ?? at(source, "secret", "name"))]),
    ]);
