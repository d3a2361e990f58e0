import { type KubernetesObject, namespaceOf, objectsOf, type Sort } from "./kubernetes";
import { below, isAbsent, members, type Place } from "./place";
import { isMap, type Plain } from "./plain";
import { type Judged, setting } from "./rule";

/** What makes pods, or is one. */
export interface Workload {
  readonly object: KubernetesObject;
  /** The labels of its pods. */
  readonly labels: Place;
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

/** What of a resource makes pods. */
export const workloadsOf = (resource: Judged): readonly Workload[] =>
  objectsOf(resource)
    .filter(isWorkload)
    .map((object) => {
      const template = below(object, ...(templates[object.kind] ?? []));
      return { object, labels: below(template, "metadata", "labels"), spec: below(template, "spec") };
    });

const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;

/** The containers of pods, as far as they can be read. @param lists where to look */
export const containersOf = ({ spec }: Workload, lists: readonly string[] = containerLists): readonly Place[] =>
  lists.flatMap((list) => members(below(spec, list))).filter(({ value }) => isMap(value));

/** Which of the platform's pods these are. */
export type Role = "kafka" | "kafka-controller" | "zookeeper" | "schema-registry" | "kafka-connect";

const roles: readonly string[] = ["kafka", "kafka-controller", "zookeeper", "schema-registry", "kafka-connect"];
/** Those that keep records, or what is known of them. */
const keepers: readonly (Role | undefined)[] = ["kafka", "kafka-controller", "zookeeper"];

const asRole = (value: Plain): Role | undefined =>
  typeof value === "string" && roles.includes(value) ? (value as Role) : undefined;

/** The settings of rules about the platform's own pods. */
export const memberSettings = {
  namespace: setting("kafka", "The platform's namespace", { type: "string", minLength: 1 }),
};

/** Whether an object is in the platform's namespace: what does not say where it is counts as being there. */
export function isInPlatform(object: Place, namespace: string): boolean {
  const { value } = namespaceOf(object);
  return typeof value !== "string" || value === "" || value === namespace;
}

/** Which of the platform's pods a workload makes: by their label, or by its own name in the platform's namespace. */
export const roleOf = ({ object, labels }: Workload, namespace: string): Role | undefined =>
  asRole(below(labels, "app").value) ??
  (isInPlatform(object, namespace) ? asRole(below(object, "metadata", "name").value) : undefined);

/** Whether a workload keeps records, or what is known of them. */
export const isKeeper = (workload: Workload, namespace: string): boolean =>
  keepers.includes(roleOf(workload, namespace));

/** What of a resource makes the platform's own pods. */
export const membersIn = (resource: Judged, namespace: string): readonly Workload[] =>
  workloadsOf(resource).filter(
    (workload) => isInPlatform(workload.object, namespace) || roleOf(workload, namespace) !== undefined,
  );

/** The same, without those that another rule refuses since they cannot be read. */
export const readableMembersIn = (resource: Judged, namespace: string): readonly Workload[] =>
  membersIn(resource, namespace).filter((workload) => unreadableIn(workload).length === 0);

/** The platform's StatefulSets of a resource, as far as they can be read. */
export const memberSetsIn = (resource: Judged, namespace: string): readonly Workload[] =>
  readableMembersIn(resource, namespace).filter(({ object }) => object.kind === "StatefulSet");

const listsOfPod = [...containerLists, "volumes"];

/** What of pods nobody can judge, since it is missing, no map or list, or not known before the update. */
export function unreadableIn({ labels, spec }: Workload): readonly Place[] {
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
  ];
}

// Pods have containers; all else they may do without.
const isNoList = (list: Place): boolean =>
  list.path.endsWith(".containers") || list.path === "containers"
    ? !Array.isArray(list.value) || list.value.length === 0
    : !isAbsent(list) && !Array.isArray(list.value);
