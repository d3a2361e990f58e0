import { resourceTypes } from "../../lib/resource-types";
import { titleOf } from "../state";
import type { Resource, Step } from "./preview";

// Without these, records or the way to them are gone, or every pod stops at once.
const irreplaceable = [
  /^kubernetes:apps\/[^:]+:StatefulSet$/,
  /^kubernetes:core\/[^:]+:(Namespace|PersistentVolumeClaim|PersistentVolume)$/,
  /^random:/,
];

/** Something that no policy can see, since it sees neither what was before nor what goes. */
export interface Unseen {
  /** As `StatefulSet kafka-brokers`. */
  readonly what: string;
  readonly found: string;
  readonly remedy: string;
}

/**
 * What a change does that no policy can judge: it takes away or makes anew what cannot be replaced, it ends a protection,
 * it takes brokers away, or it leaves a right behind.
 *
 * @param mayGo whether a topic's owner has agreed to that
 */
export const unseenIn = (steps: readonly Step[], mayGo: (topic: string) => boolean): readonly Unseen[] =>
  steps.flatMap((step) => {
    const { before } = step;
    if (before === undefined || before.isOnlyRead) {
      return [];
    }
    const what = titleOf(before);
    const found = [gone(step, before), ...weakened(step, before, mayGo), fewerPods(step, before)];
    return found.flatMap((one) => (one === undefined ? [] : [{ what, ...one }]));
  });

type Finding = Omit<Unseen, "what"> | undefined;

const isIrreplaceable = ({ type }: Resource): boolean => irreplaceable.some((one) => one.test(type));

const takeBack =
  "Take the change back. Where it is meant, docs/operations.md says how a platform, or its parts, are taken away";

const rights: readonly string[] = [resourceTypes.acl, resourceTypes.quota, resourceTypes.user];

function gone({ operation, paths }: Step, before: Resource): Finding {
  if (operation !== "delete" && operation !== "replace") {
    return undefined;
  }
  if (rights.includes(before.type) && before.retained) {
    const remedy = "First take retainOnDelete away, in a change of its own, so that it ends with the program's";
    return { found: "leaves the program, and would be left in the cluster, where it still holds", remedy };
  }
  if (!isIrreplaceable(before)) {
    return undefined;
  }
  const leaves = before.retained ? "leaves the program, and is left in the cluster" : "is deleted";
  return {
    found: operation === "delete" ? leaves : `is made anew, for ${paths.join(", ")}`,
    remedy: takeBack,
  };
}

function weakened({ after }: Step, before: Resource, mayGo: (topic: string) => boolean): Finding[] {
  const isTopic = before.type === resourceTypes.topic;
  if (after === undefined || (isTopic && mayGo(String(before.inputs.name)))) {
    return [];
  }
  const remedy = isTopic ? "Leave it, or write a waiver into catalog/waivers.ts" : "Leave it";
  const isKept = (isTopic || isIrreplaceable(before)) && before.retained === true;
  return [
    ...(before.protect && !after.protect ? [{ found: "is no longer protected", remedy }] : []),
    ...(isKept && !after.retained
      ? [{ found: "would no longer be left in the cluster when it leaves the program (retainOnDelete)", remedy }]
      : []),
  ];
}

const replicasOf = ({ inputs }: Resource): unknown =>
  (inputs as { readonly spec?: { readonly replicas?: unknown } }).spec?.replicas;

// The volumes of pods that go stay, and with them copies of records that nobody brings up to date, or reads.
function fewerPods({ operation, after }: Step, before: Resource): Finding {
  if (after === undefined || operation !== "update" || !before.type.endsWith(":StatefulSet")) {
    return undefined;
  }
  const [from, to] = [replicasOf(before), replicasOf(after)];
  const isFewer = from !== to && !(Number(to) > Number(from));
  const next = Number.isInteger(to) ? to : "a number that is not known before the update";
  return isFewer ? { found: `has fewer pods: ${from} → ${next}`, remedy: takeBack } : undefined;
}
