import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { marksOf } from "../workload/ensemble";
import type { RolloutFacts } from "./rollout-judge";

/** What the state of the stack says of a StatefulSet. */
export interface RecordedSet {
  /** Pulumi's name for it. */
  readonly urn: string;
  /** See {@link marksOf}. */
  readonly marks: string;
}

/** What the state says once the StatefulSet is as the program wants it. */
export const recordedSet = ({ urn, metadata, spec }: k8s.apps.v1.StatefulSet): pulumi.Output<RecordedSet> =>
  pulumi
    .all([urn, metadata.annotations, spec.template.metadata.annotations])
    .apply(([name, ofSet, ofTemplate]) => ({ urn: name, marks: marksOf(ofSet, ofTemplate) }));

/**
 * Refuses to take a StatefulSet for rolled out that is not the one in the state: a Pulumi that was killed may change it
 * and not say so there, and from then on, settings that go back to what the state says change nothing. Pods that were
 * rolled back by hand are told, too; what else a hand has changed is not.
 *
 * @param untouched what has not been done, as `no topic was touched`
 */
export function refuseDrift(
  rollout: RolloutFacts | string,
  recorded: RecordedSet,
  { statefulSet, untouched }: { readonly statefulSet: string; readonly untouched: string },
): void {
  if (typeof rollout === "string" || rollout.marks === recorded.marks) {
    return;
  }
  throw refusal(
    [
      `The StatefulSet ${statefulSet} is not the one in the state of this stack: a \`pulumi up\` that was killed had ` +
        `changed it, or somebody has rolled it back or deleted it by hand; ${untouched}.`,
      `On the cluster: ${rollout.marks ?? "none"}. In the state: ${recorded.marks}.`,
      "See first that the settings say what you want, for it is rolled out anew. Then:",
      `  pulumi refresh --target '${recorded.urn}'`,
      "  pulumi up",
    ].join("\n"),
  );
}
