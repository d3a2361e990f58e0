import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type Leave } from "../../lib/harms";
import { refusal } from "../../lib/refusal";
import { rootMessage } from "../gates/broker-connection";
import type { Holdings } from "../gates/holdings";
import { type Harmful, harmsOf, type TopicInputs } from "./harm-judge";

/** A topic as the program now has it. */
export interface Declared {
  readonly class: "standard" | "critical" | "immutable";
  readonly keyed: boolean;
  readonly partitions: number;
}

/** What stands between a change and the records that it would lose. */
export interface TopicGuardArgs {
  /** The topics that there are to be, by their names. */
  readonly topics: Readonly<Record<string, Declared>>;
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Leave[];
  /** What is in a topic. @param olderThan the age of records that count as older, in milliseconds */
  readonly holdings: (topic: string, olderThan: number) => Promise<Holdings>;
}

/** The name of the guard's hook. It is part of the state of every topic, which cannot be deleted without it. */
const hookName = "topic-guard";

/**
 * Stands before every change and every deletion of a topic, in previews too, and refuses one that loses something unless
 * there is a waiver for it. To be given as `hooks` of topics.
 */
export function topicGuard(args: TopicGuardArgs): pulumi.ResourceHookBinding {
  const guard = new pulumi.ResourceHook(
    hookName,
    ({ oldInputs, newInputs }) => judgeChange(args, oldInputs as TopicInputs, newInputs as TopicInputs | undefined),
    { onDryRun: true },
  );
  return { beforeUpdate: [guard], beforeDelete: [guard] };
}

/**
 * Refuses what loses something that nobody has agreed to lose.
 *
 * @param after nothing where the topic is deleted
 * @throws {pulumi.RunError} with all that would be lost, and what to do
 */
export async function judgeChange(
  args: TopicGuardArgs,
  before: TopicInputs,
  after: TopicInputs | undefined,
): Promise<void> {
  const { name } = before;
  const declared = args.topics[name];
  const found = after === undefined ? [deletion(before, declared)] : harmsOf(before, after, declared?.keyed ?? true);
  const open = found.filter(({ harm }) => !isAllowed(args.waivers, name, harm));
  if (open.length === 0) {
    return;
  }
  const there = await ask(args, name, open);
  const lost = open.filter((harmful) => loses(harmful, declared, there));
  if (lost.length > 0) {
    throw refusal(report(name, lost, there));
  }
}

// What is deleted and still declared is made anew.
function deletion({ partitions }: TopicInputs, declared: Declared | undefined): Harmful {
  if (declared === undefined) {
    return { harm: "removal", what: "it is no longer in catalog/topics.ts" };
  }
  const fewer = declared.partitions < partitions ? `, for partitions ${partitions} → ${declared.partitions}` : "";
  return { harm: "recreation", what: `it is deleted, and made anew${fewer}` };
}

async function ask(args: TopicGuardArgs, name: string, open: readonly Harmful[]): Promise<Holdings | string> {
  const ages = open.flatMap(({ goes }) => (goes === undefined ? [] : [goes.olderThan]));
  try {
    return await args.holdings(name, ages.length === 0 ? 0 : Math.min(...ages));
  } catch (error) {
    return rootMessage(error);
  }
}

// A standard topic's team may shorten what is kept as long as no record goes by that.
const loses = ({ goes }: Harmful, declared: Declared | undefined, there: Holdings | string): boolean =>
  goes === undefined || declared?.class !== "standard" || typeof there === "string" || there.older > 0n;

function report(name: string, lost: readonly Harmful[], there: Holdings | string): string {
  const waivers = [...new Set(lost.map(({ harm }) => harm))].map((harm) => `"${harm}"`);
  return [
    `The topic ${name} would lose what nobody has agreed to lose; it was not changed:`,
    ...lost.map(({ what, harm }) => `  ${what} (${harm})`),
    `  ${describe(there)}`,
    "Take the change back. Or, where the loss is meant, let the topic's owner agree to it: in catalog/waivers.ts, " +
      `{ topic: ${JSON.stringify(name)}, allows: ${waivers.join(" and ")}, owner, reason, expires }. ` +
      'More in docs/operations.md, "When a change of a topic is refused".',
  ].join("\n");
}

function describe(there: Holdings | string): string {
  if (typeof there === "string") {
    return `What is in it is not known: ${there}.`;
  }
  const readers = there.groups.length === 0 ? "no consumer group has" : `${there.groups.join(", ")} have`;
  return `It holds ${there.records} records; ${readers} committed offsets in it.`;
}
