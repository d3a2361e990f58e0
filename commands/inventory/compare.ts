import type { LiveTopic } from "../../components/gates/live-topics";
import { describeRule, type Inventory } from "./inventory";

/** Something that differs between the cluster and the program. */
export interface Difference {
  readonly kind: "topic" | "user" | "rule" | "quota";
  /** As `call.events`. */
  readonly name: string;
  /** Whether only the program knows it, only the cluster, or both, and differently. */
  readonly state: "missing" | "unknown" | "different";
  /** What differs, as `retention.ms is 1, and is to be 604800000`. */
  readonly details: readonly string[];
}

/** Everything in which the cluster differs from the program. */
export const compare = (declared: Inventory, live: Inventory): readonly Difference[] => [
  ...byName("topic", declared.topics, live.topics, topicDetails),
  ...byName("user", declared.users, live.users, ({ iterations: wanted }, { iterations: found }) =>
    wanted === found ? [] : [differs("iterations", found, wanted)],
  ),
  ...byName("rule", ruleMap(declared), ruleMap(live), () => []),
  ...byName("quota", declared.quotas, live.quotas, mapDetails),
];

const ruleMap = ({ rules }: Inventory) => Object.fromEntries(rules.map((rule) => [describeRule(rule), rule]));

const differs = (what: string, found: unknown, wanted: unknown): string =>
  `${what} is ${found ?? "not set"}, and is to be ${wanted ?? "not set"}`;

function byName<T>(
  kind: Difference["kind"],
  declared: Readonly<Record<string, T>>,
  live: Readonly<Record<string, T>>,
  detailsOf: (wanted: T, found: T) => readonly string[],
): Difference[] {
  const names = [...new Set([...Object.keys(declared), ...Object.keys(live)])].sort();
  return names.flatMap((name): Difference[] => {
    const [wanted, found] = [declared[name], live[name]];
    if (wanted === undefined || found === undefined) {
      return [{ kind, name, state: wanted === undefined ? "unknown" : "missing", details: [] }];
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
  ...mapDetails(wanted.config, found.config),
];

const mapDetails = (
  wanted: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): readonly string[] =>
  [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
    .sort()
    .flatMap((key) => (wanted[key] === found[key] ? [] : [differs(key, found[key], wanted[key])]));

const phrases = {
  missing: "is not on the cluster: `pulumi up --refresh` makes it",
  unknown: "is unknown to the program, which leaves it alone",
  different: "differs",
} as const;

/** The differences for people, one thing a line. */
export const describeDifferences = (differences: readonly Difference[]): string =>
  differences
    .flatMap(({ kind, name, state, details }) => [
      `${kind} ${name} ${phrases[state]}`,
      ...details.map((detail) => `  ${detail}`),
    ])
    .join("\n");
