import type { LiveTopic } from "../../components/gates/live-topics";
import { describeRule, type Inventory } from "./inventory";

/** Something that differs between the cluster and the program. */
export interface Difference {
  readonly kind: "topic" | "user" | "rule" | "quota";
  /** As `call.events`. */
  readonly name: string;
  /** Whether only the program knows it, only the cluster, or both, and differently. */
  readonly state: "missing" | "unknown" | "different";
  /** What differs, as `retention.ms is 1, and is to be 604800000`, or why the program does not make what is missing. */
  readonly details: readonly string[];
}

/** Everything in which the cluster differs from the program. */
export const compare = (declared: Inventory, live: Inventory): readonly Difference[] => [
  ...byName("topic", declared.topics, live.topics, topicDetails),
  ...byName(
    "user",
    declared.users,
    live.users,
    ({ iterations: wanted }, { iterations: found }) =>
      wanted === undefined || wanted === found ? [] : [differs("iterations", found, wanted)],
    ({ iterations }) => (iterations === undefined ? [ofItsOwner] : []),
  ),
  ...byName("rule", ruleMap(declared), ruleMap(live), () => []),
  ...byName("quota", declared.quotas, live.quotas, mapDetails),
];

const ofItsOwner = "its owner has its password, and makes it again; or raise the application's rotation";

const ruleMap = ({ rules }: Inventory) => Object.fromEntries(rules.map((rule) => [describeRule(rule), rule]));

const differs = (what: string, found: unknown, wanted: unknown): string =>
  `${what} is ${found ?? "not set"}, and is to be ${wanted ?? "not set"}`;

function byName<T>(
  kind: Difference["kind"],
  declared: Readonly<Record<string, T>>,
  live: Readonly<Record<string, T>>,
  detailsOf: (wanted: T, found: T) => readonly string[],
  whyMissing: (wanted: T) => readonly string[] = () => [],
): Difference[] {
  const names = [...new Set([...Object.keys(declared), ...Object.keys(live)])].sort();
  return names.flatMap((name): Difference[] => {
    const [wanted, found] = [declared[name], live[name]];
    if (wanted === undefined) {
      return [{ kind, name, state: "unknown", details: [] }];
    }
    if (found === undefined) {
      return [{ kind, name, state: "missing", details: whyMissing(wanted) }];
    }
    const details = detailsOf(wanted, found);
    return details.length === 0 ? [] : [{ kind, name, state: "different", details }];
  });
}

const topicDetails = (wanted: LiveTopic, found: LiveTopic): readonly string[] => [
  ...mapDetails(
    { partitions: wanted.partitions, replicationFactor: wanted.replicationFactor },
    { partitions: found.partitions, replicationFactor: found.replicationFactor },
  ),
  ...mapDetails(wanted.config, inForce(wanted.config, found)),
];

/** A topic's own settings, and the brokers' for what it is to have and does not say itself. */
export const inForce = (
  wanted: Readonly<Record<string, string>>,
  { config, defaults = {} }: LiveTopic,
): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(defaults).filter(([key]) => Object.hasOwn(wanted, key))),
  ...config,
});

const mapDetails = (
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): readonly string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .sort()
    .flatMap((key) => (wanted[key] === found[key] ? [] : [differs(key, found[key], wanted[key])]));

/** With what a cluster was compared. */
type Reference = "program" | "state";

const phrases = {
  program: {
    missing: "is not on the cluster",
    unknown: "is unknown to the program, which leaves it alone",
    different: "differs",
  },
  state: {
    missing: "is in the state, and not on the cluster",
    unknown: "is not in the state: it is not this stack that made it",
    different: "is not as the state says",
  },
} as const;

const remade = ": `pulumi up --refresh` makes it";

/** The differences for people, one thing a line. @param reference with what the cluster was compared */
export const describeDifferences = (differences: readonly Difference[], reference: Reference = "program"): string =>
  differences
    .flatMap(({ kind, name, state, details }) => [
      `${kind} ${name} ${phrases[reference][state]}${state === "missing" && details.length === 0 ? remade : ""}`,
      ...details.map((detail) => `  ${detail}`),
    ])
    .join("\n");
