import { at, isMap, items, type Plain } from "./plain";
import type { Judged } from "./rule";

/** An object of Kubernetes as a resource has it: alone, or in a list. */
export interface KubernetesObject {
  readonly kind: string;
  readonly object: Plain;
  /** What stands before a path in the object, where it is one of a list: `items[0].` */
  readonly prefix: string;
  /** Of the resource. */
  readonly urn: string;
}

/** The objects of Kubernetes that a resource has. */
export function objectsOf(resource: Judged): readonly KubernetesObject[] {
  const kind = /^kubernetes:[^:]+\/v[^:/]+:(\w+)$/.exec(resource.type)?.[1];
  return kind === undefined ? [] : unpacked(kind, resource.props, "", resource.urn);
}

// The objects of a list say of what kind they are.
function unpacked(kind: string, object: Plain, prefix: string, urn: string): readonly KubernetesObject[] {
  if (!kind.endsWith("List")) {
    return [{ kind, object, prefix, urn }];
  }
  const inside = kind.slice(0, -"List".length);
  const each = (list: Plain, path: string): readonly KubernetesObject[] =>
    items(list).flatMap((item, index) => {
      const [own, place] = [at(item, "kind"), `${path}[${index}]`];
      return Array.isArray(item)
        ? each(item, place)
        : unpacked(typeof own === "string" ? own : inside, item, `${place}.`, urn);
    });
  return each(at(object, "items"), `${prefix}items`);
}

const templatePaths: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  ...Object.fromEntries(
    ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"].map((kind) => [
      kind,
      ["spec", "template"],
    ]),
  ),
};

/** A container of a workload. */
export interface Container {
  readonly container: Plain;
  /** Where it stands. */
  readonly path: string;
  /** Whether it keeps something on a volume of its pod's own, and is no helper beside what does. */
  readonly keeps: boolean;
}

/** The containers that run in the pods of a workload, those that run before them included. */
export function containersOf({ kind, object, prefix }: KubernetesObject): readonly Container[] {
  const steps = Object.hasOwn(templatePaths, kind) ? templatePaths[kind] : undefined;
  if (steps === undefined) {
    return [];
  }
  const claims = items(at(object, "spec", "volumeClaimTemplates")).map((claim) => at(claim, "metadata", "name"));
  const mounts = (container: Plain) => items(at(container, "volumeMounts")).map((mount) => at(mount, "name"));
  return ["initContainers", "containers"].flatMap((list) =>
    items(at(object, ...steps, "spec", list)).map((container, index) => ({
      container,
      keeps: list === "containers" && mounts(container).some((name) => name !== undefined && claims.includes(name)),
      path: `${prefix}${[...steps, "spec", list].join(".")}[${index}]`,
    })),
  );
}

const appOf = ({ kind, object }: KubernetesObject): Plain =>
  kind === "StatefulSet" ? at(object, "spec", "template", "metadata", "labels", "app") : undefined;

/** What the pods of a StatefulSet run that the platform is made of: Kafka, its controllers or ZooKeeper. */
export function memberOf(object: KubernetesObject): "kafka" | "kafka-controller" | "zookeeper" | undefined {
  const app = appOf(object);
  return app === "kafka" || app === "kafka-controller" || app === "zookeeper" ? app : undefined;
}

/** The brokers' StatefulSets. */
export const brokersOf = (resources: readonly Judged[]): readonly KubernetesObject[] =>
  resources.flatMap(objectsOf).filter((object) => memberOf(object) === "kafka");

/** How many pods a StatefulSet has. @returns nothing where that is no number; one is Kubernetes' default */
export function replicasOf({ object }: KubernetesObject): number | undefined {
  const replicas = at(object, "spec", "replicas");
  return typeof replicas === "number" ? replicas : replicas === undefined || replicas === null ? 1 : undefined;
}

/** A text of each file of a ConfigMap. */
export const filesOf = ({ kind, object }: KubernetesObject): readonly (readonly [name: string, text: string])[] => {
  const data = kind === "ConfigMap" ? at(object, "data") : undefined;
  return isMap(data)
    ? Object.entries(data).filter((file): file is [string, string] => typeof file[1] === "string")
    : [];
};
