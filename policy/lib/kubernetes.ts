import { below, members, type Place } from "./place";
import { isMap, type Plain } from "./plain";
import type { Judged } from "./rule";

/** The types of all resources in Kubernetes. */
export const kubernetesTypes = /^kubernetes:/;

/** What sort of object something is; the version of its group does not matter. */
export interface Sort {
  /** The group, which is `core` for what has none. */
  readonly group: string;
  /** The kind; nothing where nobody can say it. */
  readonly kind: string;
}

/** An object of Kubernetes: a resource, or an item of a resource that is a list. */
export interface KubernetesObject extends Sort, Place {
  /** The resource's. */
  readonly urn: string;
}

const sortOf = (apiVersion: string, kind: string): Sort => {
  const [group, version] = apiVersion.split("/");
  return { group: version === undefined ? "core" : (group ?? ""), kind };
};

/** What sort of object a type's token stands for, as `kubernetes:apps/v1:StatefulSet`. */
export function sortOfType(type: string): Sort | undefined {
  const [provider, apiVersion = "", kind = ""] = type.split(":");
  return provider === "kubernetes" && kind !== "" ? sortOf(apiVersion, kind) : undefined;
}

const unknownSort: Sort = { group: "", kind: "" };
const listEnding = "List";

/** The sort of what is in a list of this sort. @returns nothing where each item says it itself */
export const sortInside = ({ group, kind }: Sort): Sort | undefined =>
  kind === listEnding ? undefined : { group, kind: kind.slice(0, -listEnding.length) };

/** Whether it is a list of others. */
export const isList = ({ kind }: Sort): boolean => kind.endsWith(listEnding);

/** The objects of a resource: itself, and where it is a list, what is in it, however deep. */
export function objectsOf({ type, urn, props }: Judged): readonly KubernetesObject[] {
  const sort = sortOfType(type);
  return sort === undefined ? [] : objectsAt({ path: "", value: props }, sort, urn);
}

function objectsAt(place: Place, sort: Sort, urn: string): readonly KubernetesObject[] {
  const itself = { ...place, ...sort, urn };
  return isList(sort) ? [itself, ...itemsAt(below(place, "items"), sortInside(sort), urn)] : [itself];
}

const itemsAt = (list: Place, expected: Sort | undefined, urn: string): readonly KubernetesObject[] =>
  members(list).flatMap((item) => {
    if (Array.isArray(item.value)) {
      return itemsAt(item, expected, urn);
    }
    const own = ownSort(item.value);
    const inner = below(item, "items");
    return own === undefined && Array.isArray(inner.value)
      ? itemsAt(inner, expected, urn)
      : objectsAt(item, own ?? expected ?? unknownSort, urn);
  });

const ownSort = (value: Plain): Sort | undefined =>
  isMap(value) && typeof value.kind === "string" && typeof value.apiVersion === "string"
    ? sortOf(value.apiVersion, value.kind)
    : undefined;

/** Tells objects of one sort. */
export const isOf =
  (group: string, kind: string) =>
  (object: Sort): boolean =>
    object.group === group && object.kind === kind;

/** Objects of one sort among resources. */
export const allOf = (resources: readonly Judged[], is: (sort: Sort) => boolean): readonly KubernetesObject[] =>
  resources.flatMap(objectsOf).filter(is);

/** Whether it is a Service. */
export const isService = isOf("core", "Service");
/** Whether it is a ConfigMap. */
export const isConfigMap = isOf("core", "ConfigMap");
/** Whether it is a Secret. */
export const isSecret = isOf("core", "Secret");
/** Whether it is a Namespace. */
export const isNamespace = isOf("core", "Namespace");
/** Whether it is a PodDisruptionBudget. */
export const isDisruptionBudget = isOf("policy", "PodDisruptionBudget");
/** Whether it is a NetworkPolicy. */
export const isNetworkPolicy = ({ group, kind }: Sort): boolean =>
  kind === "NetworkPolicy" && (group === "networking.k8s.io" || group === "extensions");
/** Whether it is a PeerAuthentication of Istio's. */
export const isPeerAuthentication = isOf("security.istio.io", "PeerAuthentication");
/** Whether it is a DestinationRule of Istio's. */
export const isDestinationRule = isOf("networking.istio.io", "DestinationRule");

/** The namespace that an object says it is in. */
export const namespaceOf = (object: Place): Place => below(object, "metadata", "namespace");

/** What people know an object by. */
export function nameOf(object: KubernetesObject): string {
  const { value } = below(object, "metadata", "name");
  return `${object.kind} ${typeof value === "string" ? value : (object.urn.split("::").at(-1) ?? "")}`;
}

/** Whether two objects are known to be in the same namespace. */
export function areTogether(one: Place, other: Place): boolean {
  const [here = "", there = ""] = [one, other].map((object) => namespaceOf(object).value ?? "");
  return typeof here === "string" && here === there;
}

const judged = [
  ...[isService, isConfigMap, isSecret, isNamespace, isDisruptionBudget, isNetworkPolicy],
  ...[isPeerAuthentication, isDestinationRule],
];

/** Whether rules are about objects of this sort, beside those about workloads. */
export const isJudged = (sort: Sort): boolean => judged.some((is) => is(sort));
