import type { Difference } from "../inventory/compare";
import { titleOf } from "../state";
import { describedIn } from "./described";
import { type Disks, disksOf } from "./disks";
import { type Loss, lossesOf } from "./losses";
import type { Operation, Preview, Verdict } from "./preview";
import { type Reader, readersOf } from "./readers";
import { type Restart, restartsOf } from "./restarts";
import { type Unseen, unseenIn } from "./unseen";

/** What there is to know of a change before it is made in one environment. */
export interface StackReport {
  readonly stack: string;
  /** Whether it must not be made. */
  readonly refused: boolean;
  /** What it does, by the operation: resources as `Topic call.events`. */
  readonly changes: Readonly<Record<Exclude<Operation, "keep">, readonly string[]>>;
  readonly restarts: readonly Restart[];
  readonly losses: readonly Loss[];
  readonly readers: readonly Reader[];
  /** What it does that no policy sees and nobody may do. */
  readonly unseen: readonly Unseen[];
  /** Policies that it breaks. */
  readonly violations: readonly Verdict[];
  /** Exemptions in force, and other advice. */
  readonly advice: readonly Verdict[];
  /** How many policies were asked. */
  readonly policies: number;
  /** What the preview failed with, but for policies. */
  readonly errors: readonly string[];
  /** In what the cluster differs from the state before the change; a text says why that is not known. */
  readonly drift: readonly Difference[] | string;
  readonly disks: { readonly before?: Disks; readonly after?: Disks };
}

/** What a report is made of. */
export interface Found {
  readonly stack: string;
  readonly preview: Preview;
  readonly drift: StackReport["drift"];
  /** Whether a topic's owner has agreed that it may go. */
  readonly mayGo: (topic: string) => boolean;
}

const root = "pulumi:pulumi:Stack";

/** Puts together what was found of a change in one environment. */
export function reportOf({ stack, preview, drift, mayGo }: Found): StackReport {
  const { steps, verdicts, policies, errors } = preview;
  const [before, after] = [describedIn(steps, "before"), describedIn(steps, "after")];
  const those = (operation: Operation) =>
    steps
      .filter((step) => step.operation === operation)
      .flatMap(({ before: old, after: next }) => old ?? next ?? [])
      .filter(({ type }) => type !== root)
      .map(titleOf);
  const losses = lossesOf(steps, before);
  const unseen = unseenIn(steps, mayGo);
  const violations = verdicts.filter(({ mandatory }) => mandatory);
  const [usedBefore, usedAfter] = [disksOf(steps, before, "before"), disksOf(steps, after, "after")];
  return {
    stack,
    refused: violations.length > 0 || unseen.length > 0 || errors.length > 0,
    changes: {
      create: those("create"),
      update: those("update"),
      replace: those("replace"),
      delete: those("delete"),
    },
    restarts: restartsOf(steps),
    losses,
    readers: readersOf(steps, losses, before),
    unseen,
    violations,
    advice: verdicts.filter(({ mandatory }) => !mandatory),
    policies,
    errors,
    drift,
    disks: { ...(usedBefore && { before: usedBefore }), ...(usedAfter && { after: usedAfter }) },
  };
}

/** Whether there is nothing in a report that a person has to think about. */
export const isHarmless = ({ refused, changes, restarts, losses, readers, drift }: StackReport): boolean =>
  !refused &&
  [changes.replace, changes.delete, restarts, losses, readers].every(({ length }) => length === 0) &&
  typeof drift !== "string" &&
  drift.length === 0;
