import { stackLabel } from "../../namespace/stack-label";
import type { ClusterFacts } from "./facts";
import type { Needs } from "./needs";

/** What is in a namespace goes with it, so nobody's but this stack's own is ever taken. */
export function judgeNamespace({ existingNamespace }: ClusterFacts, { namespace, stack }: Needs): string[] {
  if (existingNamespace === undefined || existingNamespace.stack === stack) {
    return [];
  }
  const owner = existingNamespace.stack;
  return [
    `The namespace ${namespace} exists and ` +
      (owner === undefined
        ? `has no label ${stackLabel}, so somebody else made it. `
        : `belongs to another stack: its label ${stackLabel} is ${owner}, and this stack's is ${stack}. `) +
      "Choose another kubernetes.namespace, or, to take it over with everything in it, run " +
      `\`kubectl label namespace ${namespace} ${owner === undefined ? "" : "--overwrite "}${stackLabel}=${stack}\`.`,
  ];
}

/** The provider would take over an object of the same name without a word. */
export const judgeForeign = ({ foreign }: ClusterFacts, { namespace }: Needs): string[] =>
  foreign.length === 0
    ? []
    : [
        `In the namespace ${namespace} there are objects of the platform's names that it did not make: ` +
          `${foreign.join(", ")}. Rename or delete them, or choose another kubernetes.namespace.`,
      ];
