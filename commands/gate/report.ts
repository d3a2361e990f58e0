import { type Leave, mayGo } from "../../lib/harms";
import type { Difference } from "../inventory/compare";
import { titleOf } from "../state";
import { type ClientChange, clientChangesOf } from "./client-changes";
import { describedIn } from "./described";
import { type Disks, disksOf } from "./disks";
import { knownAnyway, type Stored } from "./known-anyway";
import { type Loss, lossesOf } from "./losses";
import type { Operation, Preview, Resource, Verdict } from "./preview";
import { type Reader, readersOf } from "./readers";
import { type Restart, restartsOf } from "./restarts";
import { takenBy } from "./rights";
import { inventoryIn } from "./state-inventory";
import { type Unseen, unseenIn } from "./unseen";

/** What a change does to everything that a stack has: it is known only where the preview came to its end. */
export interface Plan {
  /** By the operation: resources as `Topic call.events`. */
  readonly changes: Readonly<Record<Exclude<Operation, "keep">, readonly string[]>>;
  readonly restarts: readonly Restart[];
  readonly disks: { readonly before?: Disks; readonly after?: Disks };
  /** How many policies were asked. */
  readonly policies: number;
}

/** What there is to know of a change before it is made in one environment. */
export interface StackReport extends Partial<Plan> {
  readonly stack: string;
  /** Whether it must not be made. */
  readonly refused: boolean;
  /** What could not be found out, in sentences: nobody knows then whether a change that is not refused may be made. */
  readonly notKnown: readonly string[];
  readonly losses: readonly Loss[];
  /** What becomes another for the clients of topics. */
  readonly clientChanges: readonly ClientChange[];
  readonly readers: readonly Reader[];
  /** What it does that no policy sees and nobody may do. */
  readonly unseen: readonly Unseen[];
  /** Policies that it breaks. */
  readonly violations: readonly Verdict[];
  /** Exemptions in force, and other advice. */
  readonly advice: readonly Verdict[];
  /** What the preview failed with, but for policies. */
  readonly errors: readonly string[];
  /** In what the cluster differs from the state before the change; a text says why that is not known. */
  readonly drift: readonly Difference[] | string;
  /** Files that the change changes and that judge it: they judged it as they are after it. */
  readonly judges: readonly string[];
}

/** What a report is made of. */
export interface Found {
  readonly stack: string;
  /** A text says why there is none. */
  readonly preview: Preview | string;
  readonly drift: StackReport["drift"];
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Leave[];
  /** What is known without a preview, and tells something where that did not come to its end. @default nothing */
  readonly stored?: Stored;
  /** Files that the change changes and that judge it. @default none that git tells of */
  readonly judges?: readonly string[];
}

const root = "pulumi:pulumi:Stack";
const stopped = "What it would change is not known: the program stopped";
const nothing: Preview = { steps: [], verdicts: [], policies: 0, errors: [], isWhole: false };

/** Puts together what was found of a change in one environment. */
export function reportOf({ stack, preview, drift, waivers, stored, judges = [] }: Found): StackReport {
  const told = typeof preview === "string" ? nothing : preview;
  const { steps, verdicts, errors, isWhole } = told;
  const anyway = isWhole ? undefined : stored && knownAnyway(stored, waivers);
  const before = anyway?.before ?? describedIn(steps, "before");
  const losses = joined(lossesOf(steps, { before, waivers }), anyway?.losses ?? []);
  const clientChanges = clientChangesOf(steps, losses);
  const taken = isWhole ? takenBy(inventoryIn(steps, "before"), inventoryIn(steps, "after")) : (anyway?.taken ?? []);
  const unseen = unseenIn(steps, (topic) => mayGo(waivers, topic));
  const violations = verdicts.filter(({ mandatory }) => mandatory);
  return {
    stack,
    refused:
      [violations, unseen, errors].some(({ length }) => length > 0) || losses.some(({ isAllowed }) => !isAllowed),
    notKnown: [
      ...(isWhole ? [] : [typeof preview === "string" ? `${stopped}. ${preview}` : `${stopped}.`]),
      ...(typeof drift === "string" ? [`Whether the cluster is as the state says is not known: ${drift}`] : []),
    ],
    ...(isWhole && planOf(told)),
    losses,
    clientChanges,
    readers: readersOf(isWhole ? steps : [], { losses, clientChanges, taken, before }),
    unseen,
    violations,
    advice: verdicts.filter(({ mandatory }) => !mandatory),
    errors,
    drift,
    judges,
  };
}

function planOf({ steps, leftovers = [], policies }: Preview): Plan {
  const titlesOf = (resources: readonly Resource[], left = "") =>
    resources.filter(({ type }) => type !== root).map((one) => `${titleOf(one)}${left}`);
  const those = (operation: Operation) =>
    steps
      .filter((step) => step.operation === operation)
      .flatMap(({ before, after }) => {
        const stays = (operation === "delete" || operation === "replace") && (before?.retained || before?.isOnlyRead);
        return titlesOf([before ?? after ?? []].flat(), stays ? " (left in the cluster)" : "");
      });
  const disks = (when: "before" | "after") => disksOf(steps, describedIn(steps, when), when);
  const [used, willBe] = [disks("before"), disks("after")];
  return {
    changes: {
      create: those("create"),
      import: those("import"),
      update: those("update"),
      replace: those("replace"),
      delete: [...those("delete"), ...titlesOf(leftovers, " (left by an earlier replacement)")],
    },
    restarts: restartsOf(steps),
    disks: { ...(used && { before: used }), ...(willBe && { after: willBe }) },
    policies,
  };
}

/** Each loss once: a preview that stops at a deletion does not tell what that is for. */
function joined(told: readonly Loss[], anyway: readonly Loss[]): readonly Loss[] {
  const isKnown = ({ topic, what }: Loss) => anyway.some((one) => one.topic === topic && one.what.startsWith(what));
  return [...anyway, ...told.filter((loss) => !isKnown(loss))];
}

/** What becomes of a change in an environment. */
export type Outcome = "may be made" | "refused" | "not known";

/** Whether a change may be made in an environment, as far as that is known. */
export const outcomeOf = ({ refused, notKnown }: StackReport): Outcome =>
  refused ? "refused" : notKnown.length > 0 ? "not known" : "may be made";

/** With what a run ends that reports this: 0 where the change may be made, 1 where it is refused, 2 where nobody knows. */
export function exitCodeOf(reports: readonly StackReport[]): 0 | 1 | 2 {
  const outcomes = reports.map(outcomeOf);
  return outcomes.includes("refused") ? 1 : outcomes.includes("not known") ? 2 : 0;
}

/** Whether there is nothing in a report that a person has to think about. */
export function isHarmless(report: StackReport): report is StackReport & Plan {
  const { changes, restarts = [], losses, clientChanges, readers, drift } = report;
  return (
    outcomeOf(report) === "may be made" &&
    changes !== undefined &&
    [changes.import, changes.replace, changes.delete, restarts, losses, clientChanges, readers, drift].every(
      ({ length }) => length === 0,
    )
  );
}
