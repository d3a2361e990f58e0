import { isJudged, kubernetesTypes, objectsOf, type Sort, sortInside } from "../../lib/kubernetes";
import { resourceRule } from "../../lib/rule";
import { isWorkload } from "../../lib/workloads";

const ending = "Patch";

/** Whether it changes objects that rules are about, or a list of them. */
function changesJudged({ group, kind }: Sort): boolean {
  if (!kind.endsWith(ending)) {
    return false;
  }
  const patched = { group, kind: kind.slice(0, -ending.length) };
  const sorts = patched.kind.endsWith("List") ? [sortInside(patched) ?? patched] : [patched];
  return sorts.some((sort) => isJudged(sort) || isWorkload(sort) || sort.kind === "List");
}

export const kubernetesNoPatches = resourceRule({
  name: "kubernetes-no-patches",
  must: "What rules are about is written as a whole, and not changed by a patch.",
  why: "Of a patch, only the part that it changes is seen: nobody can judge what the object then is.",
  fix: "Write the object itself in the stack that it belongs to, and take the patch out. Volume claims may be patched: they grow by it.",
  // Rules that nothing excuses would not see what a patch changes.
  absolute: true,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .filter(changesJudged)
      .map(({ path, kind }) => `${path === "" ? "" : `${path} is `}a ${kind}`),
});
