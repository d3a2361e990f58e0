import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { templateAnnotation } from "../workload/ensemble";
import type { RolloutFacts } from "./rollout-judge";

/** What the state of the stack says of a StatefulSet's pods. */
export interface NotedTemplate {
  /** The StatefulSet, as Pulumi calls it. */
  readonly urn: string;
  /** The name of the template that its pods are made from. */
  readonly template: string | undefined;
}

/** What the state says once the StatefulSet is as the program wants it. */
export const notedTemplate = ({ id, urn, spec }: k8s.apps.v1.StatefulSet): pulumi.Output<NotedTemplate> =>
  pulumi
    .all([urn, spec.template.metadata.annotations, id])
    .apply(([name, annotations]) => ({ urn: name, template: annotations?.[templateAnnotation] }));

/**
 * Refuses to take a StatefulSet for rolled out that is not the one in the state: a Pulumi that was killed changes it
 * and cannot note so, and from then on, settings that go back to what is noted change nothing.
 *
 * @param untouched what has not been done, as `no topic was touched`
 */
export function refuseUnnoted(rollout: RolloutFacts | string, noted: NotedTemplate, untouched: string): void {
  if (typeof rollout !== "string" && rollout.template !== noted.template) {
    const lines = [
      "The StatefulSet on the cluster is not the one that the state of this stack notes: a `pulumi up` that was killed " +
        `had changed it, or somebody else has changed or deleted it; ${untouched}.`,
      `Found: ${rollout.template ?? "none"}. Noted: ${noted.template ?? "none"}. (Names of templates of its pods.)`,
      "Let Pulumi read what is there, and then make of it what the settings say:",
      `  pulumi refresh --target '${noted.urn}'`,
      "  pulumi up",
    ];
    throw refusal(lines.join("\n"));
  }
}
