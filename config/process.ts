import { z } from "zod";
import { looksSecret } from "../lib/secrecy";
import { quantity } from "../lib/units";
import { addMistake, explained, rule } from "../lib/validation";
import { cpu, size } from "./fields";

/** What a pod requests of its node; its memory is limited to the same. */
export const resources = z.strictObject({
  /** The CPU that is kept for the pod; it may use more where nobody else does. */
  cpu,
  /** The memory of the pod: the heap, the rest of the JVM, and the page cache of its files. */
  memory: size,
});

// The heap has a setting of its own, and the others open the process or change whom it trusts.
const heapOption = /^-X(m[sx]|X:(Max|Initial)HeapSize=)/;
const openingOption =
  /^-(D(com\.sun\.management|java\.security|java\.rmi|javax\.net|jdk\.tls|zookeeper)\.|agentlib:jdwp|Xrunjdwp)/;

// A name is what stands before an equals sign, within an agent's own options too.
const nameInOption = /[^=,;:&?/]+(?==)/g;

/** How a process of Java is run. */
export const jvm = z.strictObject({
  /** The heap, fixed: minimum and maximum are the same. At most three quarters of the pod's memory. */
  heap: size,
  /**
   * Further options, in this order; none about the heap, remote management and debugging, or security, and
   * no secret. @default none
   */
  options: explained(
    z.array(z.custom<string>()).superRefine(refuseOptions),
    "must be a list of JVM options",
    "Write one option a line, each with its dash",
  ).default([]),
});

function refuseOptions(options: readonly unknown[], context: z.RefinementCtx): void {
  for (const [index, option] of options.entries()) {
    const wrong = judgeOption(option);
    if (wrong !== undefined) {
      addMistake(context, [index], wrong.rule, { remedy: wrong.remedy, hidden: looksSecret(JSON.stringify([option])) });
    }
  }
}

function judgeOption(option: unknown): { readonly rule: string; readonly remedy: string } | undefined {
  if (typeof option !== "string" || !/^-\S+$/.test(option)) {
    return {
      rule: "must be a JVM option that begins with a dash and holds no space",
      remedy: "Write one option a line, each with its dash",
    };
  }
  if (heapOption.test(option)) {
    return {
      rule: "must not size the heap, which has a setting of its own",
      remedy: "Remove it, and write the size to jvm.heap",
    };
  }
  if (openingOption.test(option)) {
    return {
      rule: "must not open the process to others or change whom it trusts",
      remedy: "Remove it: the platform sets this itself, or does without",
    };
  }
  return option.match(nameInOption)?.some(looksSecret)
    ? {
        rule: "must not be a secret: whoever may read the stack's file, the pods or the processes of a node would know it",
        remedy: "Remove it from the file, and replace the secret if the file was ever shared",
      }
    : undefined;
}

// The JVM needs the rest of the memory for itself, and the readiness probe for its own small JVM.
const heapShare = 0.75;

const sized = z.object({ jvm: z.object({ heap: size }), resources: z.object({ memory: size }) });

/** The rule that the heap of a section, which is called by its path, leaves room in its memory. */
export const roomForHeap = (path: string) =>
  rule({
    path: ["jvm", "heap"],
    rule: `must be at most three quarters of ${path}.resources.memory`,
    remedy: "Lower the heap or raise the memory: the JVM needs the rest for itself and its network buffers",
    needs: sized,
    holds: ({ jvm, resources }) => quantity(jvm.heap) <= heapShare * quantity(resources.memory),
  });
