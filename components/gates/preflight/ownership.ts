import { stackLabel } from "../../namespace/stack-label";
import { claimAnnotation } from "../../storage/claims";
import type { PlatformFacts } from "./facts";
import type { ChangeNeeds } from "./needs";

/** What is in a namespace goes with it, so nobody's but this stack's own is ever taken. */
export function judgeNamespace({ existingNamespace }: PlatformFacts, { namespace, stack }: ChangeNeeds): string[] {
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
export const judgeForeign = ({ foreign }: PlatformFacts, { namespace }: ChangeNeeds): string[] =>
  foreign.length === 0
    ? []
    : [
        `In the namespace ${namespace} there are objects of the platform's names that it did not make: ` +
          `${foreign.join(", ")}. Rename or delete them, or choose another kubernetes.namespace.`,
      ];

/** Kubernetes binds a claim to the pod of its name, whoever made it, and what begins on an empty volume formats it. */
export const judgeForeignClaims = ({ foreignClaims }: PlatformFacts, { namespace }: ChangeNeeds): string[] =>
  foreignClaims.length === 0
    ? []
    : [
        `In the namespace ${namespace} there are volume claims of the platform's names that it did not make: ` +
          `${foreignClaims.join(", ")}. Its pods would take them for theirs, and write to their volumes. Delete them, ` +
          "or choose another kubernetes.namespace, or, where the platform's own data is on them, run " +
          `\`kubectl -n ${namespace} annotate persistentvolumeclaims ${foreignClaims.join(" ")} ${claimAnnotation}=own\`.`,
      ];
