import * as pulumi from "@pulumi/pulumi";
import { isAllowed, type Leave } from "../../lib/harms";
import { refusal } from "../../lib/refusal";
import { rootMessage } from "../gates/broker-connection";
import type { Holdings } from "../gates/holdings";
import type { LiveTopic } from "../gates/live-topics";
import { type Memory, memory } from "../gates/memory";
import { type Harmful, harmsOf, type Promises, strictest, type TopicInputs, weakened } from "./harm-judge";

/** A topic as the program now has it. */
export interface Declared extends Promises {
  readonly partitions: number;
}

/** What stands between a change and the records that it would lose. */
export interface TopicGuardArgs {
  /** The topics that there are to be, by their names. */
  readonly topics: Readonly<Record<string, Declared>>;
  /**
   * What the state remembers of what was promised of topics. It is not what the program says where a run leaves that out,
   * as with `--target`.
   */
  readonly remembered: Memory<Promises>["remembered"];
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Leave[];
  /** How a topic is now, whoever has changed it last; nothing where there is none of this name. */
  readonly live: (topic: string) => Promise<LiveTopic | undefined>;
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
 * Remembers what topics promise, and refuses a change by which the {@link topicGuard} would ask for less, from then on or
 * in the same change.
 */
export const promises = (
  entries: Readonly<Record<string, Promises>>,
  waivers: readonly Leave[],
  opts: pulumi.CustomResourceOptions,
): Memory<Promises> =>
  memory(
    "topic-promises",
    entries,
    "topic-promises-guard",
    (before, after) => judgePromises(waivers, before, after),
    opts,
  );

/**
 * Refuses what weakens the guard of a topic, unless somebody has agreed to that.
 *
 * @throws {pulumi.RunError} with every topic that it is about, and what to do
 */
export function judgePromises(
  waivers: readonly Leave[],
  before: Readonly<Record<string, Promises>>,
  after: Readonly<Record<string, Promises>>,
): void {
  const found = Object.entries(before).flatMap(([topic, promises]) => {
    const next = Object.hasOwn(after, topic) ? after[topic] : undefined;
    const open = next === undefined || isAllowed(waivers, topic, "weaker-guard") ? [] : weakened(promises, next);
    return open.map(({ what }) => ({ topic, what }));
  });
  if (found.length > 0) {
    throw refusal(
      [
        "By this change, less would stand between the next one and the records of topics; nothing of it was made:",
        ...found.map(({ topic, what }) => `  ${topic}: ${what} (weaker-guard)`),
        remedy([...new Set(found.map(({ topic }) => topic))], ["weaker-guard"]),
      ].join("\n"),
    );
  }
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
  const declared = declaredAs(name, args.topics, await args.remembered());
  const found =
    after === undefined ? [deletion(before, declared)] : await changes(args, before, after, declared?.keyed ?? true);
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

function declaredAs(
  name: string,
  topics: TopicGuardArgs["topics"],
  remembered: Readonly<Record<string, Promises>>,
): Declared | undefined {
  const declared = Object.hasOwn(topics, name) ? topics[name] : undefined;
  return (
    declared && { ...declared, ...strictest(declared, Object.hasOwn(remembered, name) ? remembered[name] : undefined) }
  );
}

// What somebody has changed by hand, to keep more, would go too: the provider sets a topic's settings all at once.
async function changes(
  { live }: TopicGuardArgs,
  before: TopicInputs,
  after: TopicInputs,
  keyed: boolean,
): Promise<readonly Harmful[]> {
  const { name } = before;
  const now = await live(name).catch((error) => {
    throw refusal(
      `Whether this change of the topic ${name} loses something is not known, and it was not made: how it is now ` +
        `could not be read (${rootMessage(error)}). Make sure that the brokers can be reached from here, and try again.`,
    );
  });
  // What a topic does not say, its brokers do; of what is not known at all, nobody knows what it does not say.
  const whole = (topic: TopicInputs): TopicInputs =>
    pulumi.isUnknown(topic.config) ? topic : { ...topic, config: { ...now?.defaults, ...topic.config } };
  const harms = [before, ...(now === undefined ? [] : [{ name, ...now }])].flatMap((from) =>
    harmsOf(whole(from), whole(after), keyed),
  );
  return [...new Map(harms.map((harmful) => [harmful.what, harmful])).values()];
}

// What is deleted and still declared is made anew, unless everything is.
function deletion({ partitions }: TopicInputs, declared: Declared | undefined): Harmful {
  if (declared === undefined) {
    return { harm: "removal", what: "it is no longer in catalog/topics.ts" };
  }
  const fewer = declared.partitions < partitions ? `, for partitions ${partitions} → ${declared.partitions}` : "";
  return { harm: "recreation", what: `it is deleted, and made anew${fewer}` };
}

async function ask(args: TopicGuardArgs, name: string, open: readonly Harmful[]): Promise<Holdings | string> {
  const ages = open.flatMap(({ goes }) => (goes === undefined || goes === "any" ? [] : [goes.olderThan]));
  try {
    return await args.holdings(name, ages.length === 0 ? 0 : Math.min(...ages));
  } catch (error) {
    return rootMessage(error);
  }
}

// A standard topic's team may shorten what is kept as long as no record goes by that.
function loses({ goes }: Harmful, declared: Declared | undefined, there: Holdings | string): boolean {
  if (goes === undefined || declared?.class !== "standard" || typeof there === "string") {
    return true;
  }
  return (goes === "any" ? there.records : there.older) > 0n;
}

const report = (name: string, lost: readonly Harmful[], there: Holdings | string): string =>
  [
    `The topic ${name} would lose what nobody has agreed to lose; it was not changed:`,
    ...lost.map(({ what, harm }) => `  ${what} (${harm})`),
    `  ${describe(there)}`,
    remedy(
      [name],
      lost.map(({ harm }) => harm),
    ),
  ].join("\n");

const remedy = (topics: readonly string[], harms: readonly string[]): string =>
  "Take the change back. Or, where the loss is meant, let the topic's owner agree to it: in catalog/waivers.ts, " +
  `{ topic: ${topics.map((topic) => JSON.stringify(topic)).join(" and ")}, ` +
  `allows: ${[...new Set(harms)].map((harm) => JSON.stringify(harm)).join(" and ")}, owner, reason, expires }. ` +
  'More in docs/operations.md, "When a change of a topic is refused".';

function describe(there: Holdings | string): string {
  if (typeof there === "string") {
    return `What is in it is not known: ${there}.`;
  }
  const readers = there.groups.length === 0 ? "no consumer group has" : `${there.groups.join(", ")} have`;
  return `It holds ${there.records} records; ${readers} committed offsets in it.`;
}
