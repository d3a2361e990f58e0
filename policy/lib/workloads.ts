import { type KubernetesObject, objectsOf, type Sort } from "./kubernetes";
import { below, isAbsent, isListOrAbsent, members, type Place } from "./place";
import { at, isMap } from "./plain";
import type { Judged } from "./rule";

/** What makes pods, or is one. */
export interface Workload {
  readonly object: KubernetesObject;
  /** The labels of its pods. */
  readonly labels: Place;
  readonly annotations: Place;
  /** The specification of its pods. */
  readonly spec: Place;
}

const inSpec = ["spec", "template"] as const;

/** Where the template of pods stands, by the kind. */
const templates: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  PodTemplate: ["template"],
  Deployment: inSpec,
  StatefulSet: inSpec,
  DaemonSet: inSpec,
  ReplicaSet: inSpec,
  ReplicationController: inSpec,
  Job: inSpec,
  CronJob: ["spec", "jobTemplate", ...inSpec],
};

const groups = ["core", "apps", "batch", "extensions"];

/** Whether it makes pods, or is one. */
export const isWorkload = ({ group, kind }: Sort): boolean => groups.includes(group) && Object.hasOwn(templates, kind);

function workloadAt(object: KubernetesObject, steps: readonly string[]): Workload {
  const template = below(object, ...steps);
  const metadata = below(template, "metadata");
  return {
    object,
    labels: below(metadata, "labels"),
    annotations: below(metadata, "annotations"),
    spec: below(template, "spec"),
  };
}

/** What of a resource makes pods. */
export const workloadsOf = (resource: Judged): readonly Workload[] =>
  objectsOf(resource)
    .filter(isWorkload)
    .map((object) => workloadAt(object, templates[object.kind] ?? []));

/** The same, without what `kubernetes-known-objects` refuses since it cannot be read. */
export const readableWorkloadsOf = (resource: Judged): readonly Workload[] => workloadsOf(resource).filter(isReadable);

/** The same, with what kinds that nobody here knows have of pods: operators have kinds of their own. */
export const podsOf = (resource: Judged): readonly Workload[] => [
  ...readableWorkloadsOf(resource),
  ...objectsOf(resource)
    .filter((object) => !isWorkload(object))
    .flatMap((object) => [...new Set(Object.values(templates))].map((steps) => workloadAt(object, steps)))
    .filter(({ spec }) => isMap(spec.value) && Object.hasOwn(spec.value, "containers")),
];

const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;

/** The containers of pods, as far as they can be read. @param lists where to look */
export const containersOf = ({ spec }: Workload, lists: readonly string[] = containerLists): readonly Place[] =>
  lists.flatMap((list) => members(below(spec, list))).filter(({ value }) => isMap(value));

/** The images that pods of a resource run. */
export const imagesOf = (resource: Judged): readonly Place[] =>
  workloadsOf(resource)
    .flatMap((workload) => containersOf(workload))
    .map((container) => below(container, "image"));

const listsOfPod = [...containerLists, "volumes"];

/** What of pods nobody can judge, since it is missing, no map or list, or not known before the update. */
export function unreadableIn(workload: Workload): readonly Place[] {
  const { labels, spec } = workload;
  if (!isMap(spec.value)) {
    return [spec];
  }
  const app = below(labels, "app");
  const lists = listsOfPod.map((list) => below(spec, list));
  return [
    ...(isAbsent(labels) || isMap(labels.value) ? [] : [labels]),
    ...(isAbsent(app) || typeof app.value === "string" || !isMap(labels.value) ? [] : [app]),
    ...lists.filter(isNoList),
    ...lists.flatMap(members).filter(({ value }) => !isMap(value)),
    ...containersOf(workload).flatMap(unreadableVariables),
  ];
}

/** Whether all of pods can be judged. */
export const isReadable = (workload: Workload): boolean => unreadableIn(workload).length === 0;

// Pods have containers; all else they may do without.
const isNoList = (list: Place): boolean =>
  list.path.endsWith(".containers") || list.path === "containers"
    ? !Array.isArray(list.value) || list.value.length === 0
    : !isListOrAbsent(list);

function unreadableVariables(container: Place): readonly Place[] {
  const env = below(container, "env");
  return isListOrAbsent(env)
    ? members(env)
        .filter(({ value }) => typeof at(value, "name") !== "string")
        .map((variable) => (isMap(variable.value) ? below(variable, "name") : variable))
    : [env];
}
