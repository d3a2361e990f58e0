import { namespaceOf } from "./kubernetes";
import { hasNode } from "./nodes";
import { below, type Place } from "./place";
import type { Plain } from "./plain";
import { type Judged, setting } from "./rule";
import { isReadable, isWorkload, podsOf, type Workload, workloadsOf } from "./workloads";

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

/** The platform's namespace, or several. */
export type Spaces = string | readonly string[];

/** Whether an object is in the platform's namespace: what does not say where it is counts as being there. */
export function isInPlatform(object: Place, namespace: Spaces): boolean {
  const { value } = namespaceOf(object);
  return typeof value !== "string" || value === "" || [namespace].flat().includes(value);
}

/** The namespaces of a platform: the one that a setting names, and wherever its members are. */
export const spacesOf = (resources: readonly Judged[], namespace: string): readonly string[] => [
  ...new Set([
    namespace,
    ...resources
      .flatMap((resource) => keepersIn(resource, namespace))
      .map(({ object }) => namespaceOf(object).value)
      .filter((value) => typeof value === "string"),
  ]),
];

/**
 * Which of the platform's pods a workload makes: by their label, by its own name in the platform's namespace, or by what
 * its containers run. What runs a node is one, by whatever name and wherever.
 */
export function roleOf(workload: Workload, namespace: Spaces): Role | undefined {
  const { object, labels } = workload;
  const named =
    asRole(below(labels, "app").value) ??
    (isInPlatform(object, namespace) ? asRole(below(object, "metadata", "name").value) : undefined);
  return !keepers.includes(named) && hasNode(workload) ? "kafka" : named;
}

/** Whether a workload keeps records, or what is known of them. */
export const isKeeper = (workload: Workload, namespace: Spaces): boolean =>
  keepers.includes(roleOf(workload, namespace));

/** What of a resource keeps records, or what is known of them, kinds that nobody here knows among it. */
export const keepersIn = (resource: Judged, namespace: Spaces): readonly Workload[] =>
  [...workloadsOf(resource), ...podsOf(resource).filter(({ object }) => !isWorkload(object))].filter((workload) =>
    isKeeper(workload, namespace),
  );

/** What of a resource makes the platform's own pods. */
export const membersIn = (resource: Judged, namespace: Spaces): readonly Workload[] =>
  workloadsOf(resource).filter(
    (workload) => isInPlatform(workload.object, namespace) || roleOf(workload, namespace) !== undefined,
  );

/** The same, without those that another rule refuses since they cannot be read. */
export const readableMembersIn = (resource: Judged, namespace: Spaces): readonly Workload[] =>
  membersIn(resource, namespace).filter(isReadable);

/** The platform's StatefulSets of a resource, as far as they can be read. */
export const memberSetsIn = (resource: Judged, namespace: Spaces): readonly Workload[] =>
  readableMembersIn(resource, namespace).filter(({ object }) => object.kind === "StatefulSet");

/** The brokers' StatefulSets, as far as they can be read. */
export const brokersOf = (resources: readonly Judged[], namespace: Spaces): readonly Workload[] =>
  resources
    .flatMap((resource) => memberSetsIn(resource, namespace))
    .filter((set) => roleOf(set, namespace) === "kafka");

/** How many pods a StatefulSet has. @returns nothing where that is no number; one is Kubernetes' default */
export function replicasOf({ object }: Workload): number | undefined {
  const { value } = below(object, "spec", "replicas");
  return typeof value === "number" ? value : value === undefined || value === null ? 1 : undefined;
}
