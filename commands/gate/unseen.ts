import { resourceTypes } from "../../lib/resource-types";
import { titleOf } from "../state";
import type { Step } from "./preview";

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
 * What a change does that no policy can judge: it takes away or makes anew what cannot be replaced, or it ends a protection.
 *
 * @param mayGo whether a topic's owner has agreed to that
 */
export const unseenIn = (steps: readonly Step[], mayGo: (topic: string) => boolean): readonly Unseen[] =>
  steps.flatMap((step) => {
    const { operation, before, after } = step;
    if (before === undefined) {
      return [];
    }
    const what = titleOf(before);
    const goes = operation === "delete" || operation === "replace";
    if (goes && irreplaceable.some((type) => type.test(before.type))) {
      const found = operation === "delete" ? "is deleted" : `is made anew, for ${step.paths.join(", ")}`;
      const remedy =
        "Take the change back. Where it is meant, docs/operations.md says how a platform, or its parts, are taken away";
      return [{ what, found, remedy }];
    }
    const isTopic = before.type === resourceTypes.topic;
    if (before.protect && after?.protect === false && !(isTopic && mayGo(String(before.inputs.name)))) {
      const remedy = isTopic ? "Leave it, or write a waiver into catalog/waivers.ts" : "Leave it";
      return [{ what, found: "is no longer protected", remedy }];
    }
    return [];
  });
