import { at, isMap, items, notKnown, type Plain, type PlainMap } from "./plain";

// Kubernetes gives these to each pod, with values that no template knows.
const given: readonly string[] = [
  "apps.kubernetes.io/pod-index",
  "controller-revision-hash",
  "pod-template-hash",
  "statefulset.kubernetes.io/pod-name",
];

/**
 * Whether a selector matches all pods that have these labels in their template. One that is empty matches every pod;
 * one that is absent, or cannot be read, matches none.
 */
export function selects(selector: Plain, labels: Plain): boolean {
  if (!isMap(selector)) {
    return false;
  }
  const own = isMap(labels) ? labels : {};
  const { matchLabels, matchExpressions } = selector;
  return (
    (matchLabels === undefined || matchLabels === null || hasAll(matchLabels, own)) &&
    (matchExpressions === undefined ||
      matchExpressions === null ||
      (Array.isArray(matchExpressions) && items(matchExpressions).every((one) => fits(one, own))))
  );
}

/** Whether a selector may match some of the pods that have these labels in their template, as far as anybody knows. */
export function maySelect(selector: Plain, labels: Plain): boolean {
  if (!isMap(selector)) {
    return true;
  }
  const own = isMap(labels) ? labels : {};
  const { matchLabels, matchExpressions } = selector;
  const wanted = isMap(matchLabels) ? Object.entries(matchLabels) : [];
  return (
    wanted.every(([key, value]) => given.includes(key) || value === notKnown || value === own[key]) &&
    items(matchExpressions).every((one) => !isKnown(one) || given.includes(String(at(one, "key"))) || fits(one, own))
  );
}

const isKnown = (expression: Plain): boolean =>
  isMap(expression) && [...Object.values(expression), ...items(expression.values)].every((part) => part !== notKnown);

/** Whether a selector matches every pod. */
export const selectsAll = (selector: Plain): boolean =>
  selects(selector, {}) && isMap(selector) && items(selector.matchExpressions).length === 0;

const hasAll = (wanted: Plain, labels: PlainMap): boolean =>
  isMap(wanted) && Object.entries(wanted).every(([key, value]) => typeof value === "string" && labels[key] === value);

function fits(expression: Plain, labels: PlainMap): boolean {
  if (!isMap(expression) || typeof expression.key !== "string") {
    return false;
  }
  const { key, operator, values } = expression;
  const has = Object.hasOwn(labels, key);
  const isAmong = typeof labels[key] === "string" && items(values).includes(labels[key]);
  const isSaid = !given.includes(key) && items(values).every((value) => typeof value === "string");
  switch (operator) {
    case "In":
      return isAmong;
    case "NotIn":
      return isSaid && Array.isArray(values) && (!has || typeof labels[key] === "string") && !isAmong;
    case "Exists":
      return has || given.includes(key);
    case "DoesNotExist":
      return isSaid && !has;
    default:
      return false;
  }
}
