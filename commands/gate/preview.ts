import * as pulumi from "@pulumi/pulumi";

type Values = Readonly<Record<string, unknown>>;

/** A resource before or after a change, with secrets taken out and unknown values in Pulumi's words for them. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly protect: boolean;
  /** Whether it stays in the cluster when it leaves the program. @default it is deleted */
  readonly retained?: true;
  /** Whether the program only reads it, and somebody else makes and deletes it. @default it is the program's */
  readonly isOnlyRead?: true;
}

/** What stands in the place of a value that only the update will know. */
export const notKnown = pulumi.runtime.unknownValue;

/** What becomes of a resource. */
export type Operation = "create" | "update" | "replace" | "delete" | "import" | "keep";

/** What a preview says that will be done to a resource. */
export interface Step {
  readonly urn: string;
  readonly operation: Operation;
  /** @default it is new */
  readonly before?: Resource;
  /** @default it goes */
  readonly after?: Resource;
  /** The paths of the inputs that change. */
  readonly paths: readonly string[];
}

/** What a policy said. */
export interface Verdict {
  readonly policy: string;
  /** Whether it stops the change; all do but the list of exemptions, for a rule that could not be asked lets nothing pass. */
  readonly mandatory: boolean;
  /** Of which resource, by its type and name. */
  readonly resource: string;
  readonly message: string;
}

/** What a preview found. */
export interface Preview {
  readonly steps: readonly Step[];
  /** What an earlier replacement has left, and is deleted beside what stands in its place. @default nothing */
  readonly leftovers?: readonly Resource[];
  readonly verdicts: readonly Verdict[];
  /** How many policies were asked. */
  readonly policies: number;
  /** What it failed with, but for policies. */
  readonly errors: readonly string[];
  /** Whether it came to its end, so that everything that would be done is known. */
  readonly isWhole: boolean;
}

interface EventResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly external?: boolean;
}

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly old?: EventResource | null;
  readonly new?: EventResource | null;
  readonly detailedDiff?: Values | null;
  readonly diffs?: readonly string[] | null;
}

interface Event {
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly resourcePreEvent?: { readonly metadata: Metadata };
  readonly resOutputsEvent?: { readonly metadata: Metadata };
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly message: string;
    readonly policyName: string;
  };
  readonly summaryEvent?: object;
  readonly policyAnalyzeSummaryEvent?: { readonly passed?: readonly string[]; readonly failed?: readonly string[] };
  readonly policyAnalyzeStackSummaryEvent?: {
    readonly passed?: readonly string[];
    readonly failed?: readonly string[];
  };
}

const operations: Readonly<Record<string, Operation>> = {
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  // The program took something over that was there.
  import: "import",
  "import-replacement": "replace",
  // The program no longer reads what it only read, with `get`: nothing happens to that. What it makes and leaves in the
  // cluster, by retainOnDelete, is a "delete" like any other.
  discard: "delete",
  "discard-replaced": "replace",
};

const known = (resource: EventResource | null | undefined): Resource | undefined =>
  resource
    ? {
        urn: resource.urn,
        type: resource.type,
        inputs: resource.inputs ?? {},
        outputs: resource.outputs ?? {},
        protect: resource.protect === true,
        ...(resource.retainOnDelete === true && { retained: true }),
        ...(resource.external === true && { isOnlyRead: true }),
      }
    : undefined;

function stepOf({ op, urn, old, new: next, detailedDiff, diffs }: Metadata): Step {
  const [before, after] = [known(old), known(next)];
  return {
    urn,
    operation: operations[op] ?? "keep",
    ...(before && { before }),
    ...(after && { after }),
    paths: detailedDiff ? Object.keys(detailedDiff) : [...(diffs ?? [])],
  };
}

// A replacement is told in three events: what stands before it, and what after it, are in different ones.
const joined = (one: Step | undefined, other: Step): Step => ({
  ...one,
  ...other,
  operation: one !== undefined && one.operation !== "keep" ? one.operation : other.operation,
  paths: [...new Set([...(one?.paths ?? []), ...other.paths])],
});

/** The policy that tells every run what is exempt. */
const exemptions = "exemptions-in-force";

/** What a URN names, as `kafka:index/topic:Topic::call.events`. */
function refersTo(urn: string): string {
  const [, , types = "", ...name] = urn.slice("urn:pulumi:".length).split("::");
  return `${types.split("$").at(-1)}::${name.join("::")}`;
}

const colours = /<\{%[^%]*%\}>/g;

// What is protected and would be made anew, a preview tells of and goes on; not so where something else is the reason.
const goesOn = /^unable to replace resource \S+\nas it is currently marked for protection/;

const deletions: readonly string[] = ["delete", "delete-replaced", "discard", "discard-replaced"];
const replacements: readonly string[] = ["replace", "create-replacement", "import-replacement", "read-replacement"];

/**
 * The deletions of what an earlier replacement has left: what is there now of the same name stays. Where that is the very
 * same thing, by its id, it goes too, and the deletion is none of these.
 */
function leftoversIn(told: readonly Metadata[]): readonly Metadata[] {
  const stays = (urn: string) => {
    const of = told.filter((one) => one.urn === urn);
    return of.some(({ op }) => replacements.includes(op))
      ? undefined
      : of.find(({ op, new: next }) => !deletions.includes(op) && next);
  };
  return told.filter(({ op, urn, old }) => {
    const there = deletions.includes(op) ? stays(urn) : undefined;
    const id = there?.old?.id || there?.new?.id;
    return there !== undefined && (!id || id !== old?.id);
  });
}

// The last line may be cut off, and then so is the preview, which is told by the lack of what comes in the end.
function eventIn(line: string): Event[] {
  try {
    return line.startsWith("{") ? [JSON.parse(line) as Event] : [];
  } catch {
    return [];
  }
}

/** Reads what `pulumi preview --json` tells while it runs, an event a line. @param text what it printed */
export function previewOf(text: string): Preview {
  const events = text.split("\n").flatMap(eventIn);
  const told = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  const leftovers = leftoversIn(told);
  const steps = new Map<string, Step>();
  for (const metadata of told) {
    if (!leftovers.includes(metadata)) {
      const step = stepOf(metadata);
      steps.set(step.urn, joined(steps.get(step.urn), step));
    }
  }
  // The stack's outputs are known when all else is, and told then only.
  for (const { resOutputsEvent } of events) {
    const outputs = resOutputsEvent && stepOf(resOutputsEvent.metadata);
    const step = outputs && steps.get(outputs.urn);
    if (step && outputs?.after?.type === "pulumi:pulumi:Stack") {
      steps.set(step.urn, { ...step, ...(outputs.before && { before: outputs.before }), after: outputs.after });
    }
  }
  const asked = events.flatMap(({ policyAnalyzeSummaryEvent: alone, policyAnalyzeStackSummaryEvent: together }) =>
    [alone, together].flatMap((summary) => [...(summary?.passed ?? []), ...(summary?.failed ?? [])]),
  );
  const errors = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" && diagnosticEvent.message.trim() !== "preview failed"
      ? [diagnosticEvent.message.replace(colours, "").trim()]
      : [],
  );
  return {
    steps: [...steps.values()],
    leftovers: leftovers.flatMap(({ old }) => known(old) ?? []),
    verdicts: events.flatMap(({ policyEvent }) =>
      policyEvent
        ? [
            {
              policy: policyEvent.policyName,
              mandatory: policyEvent.policyName !== exemptions,
              resource: refersTo(policyEvent.resourceUrn ?? ""),
              message: policyEvent.message.replace(colours, "").trim(),
            },
          ]
        : [],
    ),
    policies: new Set(asked).size,
    // Pulumi sums up what it did not finish, too.
    isWhole: events.some(({ summaryEvent }) => summaryEvent !== undefined) && errors.every((one) => goesOn.test(one)),
    errors,
  };
}
