import { postflightTopic } from "../../components/platform/served";
import { type Harmful, harmsOf, type TopicInputs } from "../../components/topics/harm-judge";
import { type Harm, isAllowed, type Leave } from "../../lib/harms";
import { resourceTypes } from "../../lib/resource-types";
import type { Inventory } from "../inventory/inventory";
import type { Described } from "./described";
import type { Step } from "./preview";

/** What a change takes from a topic. */
export interface Loss {
  readonly topic: string;
  /** As `all its records` or `retention.ms 604800000 → 86400000`. */
  readonly what: string;
  /** What a waiver for it allows. */
  readonly harm: Harm;
  /**
   * Whether that may be: its owner has agreed, or it is for the guard of topics to say, which asks the cluster whether a
   * record goes by it.
   */
  readonly isAllowed: boolean;
}

/** What tells which losses may be. */
export interface Allowing {
  /** What the stack says of its topics now. */
  readonly before: Described;
  /** Leave to lose what is in a topic. */
  readonly waivers: readonly Leave[];
}

/** A topic before a change, and after it. */
interface Change {
  readonly old: TopicInputs;
  /** @default it goes, or a preview has not come to what it is to be */
  readonly next?: TopicInputs | undefined;
  /** Whether it is deleted and made again. @default where it cannot be changed otherwise */
  readonly isMadeAnew?: boolean;
}

/** What topics lose, as a preview tells: records, copies, or the order of a key's records. */
export const lossesOf = (steps: readonly Step[], allowing: Allowing): readonly Loss[] =>
  steps.flatMap(({ operation, before, after }) => {
    if (before?.type !== resourceTypes.topic || operation === "keep") {
      return [];
    }
    const old = topicOf(before.inputs);
    const isGone = operation === "delete";
    if (old.name === postflightTopic || (isGone && (before.retained || before.isOnlyRead))) {
      return [];
    }
    const next = isGone ? undefined : after && topicOf(after.inputs);
    return lossesBy({ old, next, isMadeAnew: operation === "replace" }, allowing);
  });

/**
 * What the topics of a catalog lose, as far as that is known without a preview.
 *
 * @param stored what the stack has made, as its state says
 * @param declared what is to be by the catalog
 */
export const lossesByCatalog = (
  { topics: stored }: Inventory,
  { topics: declared }: Inventory,
  allowing: Allowing,
): readonly Loss[] =>
  Object.keys(allowing.before.topics).flatMap((name) => {
    const [old, next] = [stored[name], declared[name]];
    return old === undefined ? [] : lossesBy({ old: { name, ...old }, next: next && { name, ...next } }, allowing);
  });

const topicOf = (inputs: Readonly<Record<string, unknown>>): TopicInputs => ({
  name: String(inputs.name),
  partitions: Number(inputs.partitions),
  replicationFactor: Number(inputs.replicationFactor),
  config: (inputs.config ?? {}) as Readonly<Record<string, string>>,
});

function lossesBy({ old, next, isMadeAnew = false }: Change, { before, waivers }: Allowing): Loss[] {
  const topic = old.name;
  const described = Object.hasOwn(before.topics, topic) ? before.topics[topic] : undefined;
  const loss = ({ what, harm, goes }: Harmful): Loss => ({
    topic,
    what,
    harm,
    isAllowed: isAllowed(waivers, topic, harm) || (goes !== undefined && described?.class === "standard"),
  });
  if (next === undefined) {
    return [loss({ what: "all its records", harm: isMadeAnew ? "recreation" : "removal" })];
  }
  const harms = harmsOf(old, next, described?.keyed ?? true);
  if (!isMadeAnew && harms.every(({ harm }) => harm !== "recreation")) {
    return harms.map(loss);
  }
  const why = harms.map(({ what }) => what).join(", ");
  return [loss({ what: `all its records${why && ` (${why})`}`, harm: "recreation" })];
}
