import type { Application } from "../../catalog/application";
import { type Catalog, checkCatalog } from "../../catalog/catalog";
import type { Acl } from "../../components/access/granted";
import { describeValue, type Mistake } from "../../lib/mistakes";
import { compare, type Difference } from "../inventory/compare";
import { declaredInventory } from "../inventory/declared";
import { describeRule, type Inventory } from "../inventory/inventory";
import { applicationEntry } from "./application-entry";
import type { Said } from "./said";
import { type TopicEntry, topicEntry, topicOf } from "./topic-entry";

/** Something that is left as it is. */
export interface Left {
  /** As `topic call.events`. */
  readonly what: string;
  readonly reasons: readonly string[];
}

/** What of a cluster the catalog can say, and what it cannot. */
export interface Proposal {
  /** The new topics by their names. */
  readonly topics: Readonly<Record<string, TopicEntry>>;
  /** The new applications by their names. */
  readonly applications: Readonly<Record<string, Application>>;
  readonly left: readonly Left[];
}

type Entries = Omit<Proposal, "left">;

/** What of a cluster the catalog does not know. */
export const unknownTo = (catalog: Catalog, live: Inventory): readonly Difference[] =>
  compare(declaredInventory(catalog), live).filter(({ state }) => state === "unknown");

/**
 * Entries for the topics and users that a catalog does not know, each exactly as it is on the cluster.
 *
 * @param isMeant whether to write an entry for the topic or user of a name
 */
export function propose(
  catalog: Catalog,
  live: Inventory,
  said: Said,
  isMeant: (name: string) => boolean = () => true,
): Proposal {
  const unknown = unknownTo(catalog, live);
  const names = (kind: Difference["kind"]) =>
    unknown.flatMap((one) => (one.kind === kind && isMeant(one.name) ? [one.name] : []));
  const topics = byName(names("topic"), (name) => topicEntry(live.topics[name] as Inventory["topics"][string], said));
  const users = byName(names("user"), (name) =>
    applicationEntry(rulesOf(name, live), live.quotas[quotaName(name)], said),
  );
  const applications = Object.fromEntries(
    Object.entries(users).flatMap(([name, { application }]) =>
      application === undefined ? [] : [[name, application]],
    ),
  );
  const { entries, refused } = accepted(catalog, exactly({ topics, applications }, live));
  return {
    ...entries,
    left: [
      ...refused,
      ...Object.entries(users).flatMap(([name, { reasons }]) =>
        reasons.length === 0 ? [] : [{ what: `user ${name}`, reasons }],
      ),
      ...Object.keys(entries.applications).flatMap((name) =>
        (users[name]?.implied ?? []).map((rule) => ({
          what: `rule ${describeRule(rule)}`,
          reasons: ["another rule of the application's includes it: delete it"],
        })),
      ),
      ...ofNobody(catalog, live, unknown, isMeant),
    ],
  };
}

const byName = <T>(names: readonly string[], of: (name: string) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(names.map((name) => [name, of(name)]));

const principalOf = (user: string): string => `User:${user}`;
const quotaName = (user: string): string => `user ${user}`;

const rulesOf = (user: string, { rules }: Inventory): readonly Acl[] =>
  rules.filter(({ principal }) => principal === principalOf(user));

interface Judged {
  readonly entries: Entries;
  readonly refused: readonly Left[];
}

// An entry that says something else would change the topic.
function exactly({ topics, applications }: Entries, live: Inventory): Judged {
  const declared = declaredInventory({
    topics: Object.fromEntries(Object.entries(topics).map(([name, entry]) => [name, topicOf(entry)])),
    applications: {},
  });
  const differing = compare(declared, live).filter(({ kind, state }) => kind === "topic" && state === "different");
  const refused = differing.map(({ name, details }) => ({
    what: `topic ${name}`,
    reasons: details.map((detail) => `the catalog cannot say it as it is: ${detail}`),
  }));
  const wrong = new Set(differing.map(({ name }) => name));
  return { entries: { topics: without(topics, wrong), applications }, refused };
}

const without = <T>(record: Readonly<Record<string, T>>, names: ReadonlySet<string>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.has(name)));

/** Judges entries by the catalog's own rules, until none is left that breaks one: an application may need a topic that does. */
function accepted(catalog: Catalog, { entries, refused }: Judged): Judged {
  const mistakes = checkCatalog(extended(catalog, entries));
  const topics = wrongNames("topics", entries.topics, mistakes);
  const applications = wrongNames("applications", entries.applications, mistakes);
  if (topics.size + applications.size === 0) {
    return { entries, refused };
  }
  const named = [...topics].map(([name, reasons]) => ({ what: `topic ${name}`, reasons }));
  const users = [...applications].map(([name, reasons]) => ({ what: `user ${name}`, reasons }));
  const rest = {
    topics: without(entries.topics, new Set(topics.keys())),
    applications: without(entries.applications, new Set(applications.keys())),
  };
  return accepted(catalog, { entries: rest, refused: [...refused, ...named, ...users] });
}

/** The catalog with the entries. */
const extended = ({ topics, applications, waivers }: Catalog, entries: Entries): Catalog => ({
  topics: {
    ...topics,
    ...Object.fromEntries(Object.entries(entries.topics).map(([name, entry]) => [name, topicOf(entry)])),
  },
  applications: { ...applications, ...entries.applications },
  waivers,
});

function wrongNames(
  file: "topics" | "applications",
  entries: Readonly<Record<string, unknown>>,
  mistakes: readonly Mistake[],
): ReadonlyMap<string, readonly string[]> {
  const reasons = Object.keys(entries).map((name) => {
    const place = `catalog/${file}.ts: ${file}[${JSON.stringify(name)}]`;
    const own = mistakes.filter(({ path }) => path.startsWith(place));
    return [
      name,
      own.map(({ path, rule, found }) =>
        `${path.slice(place.length + 1)} ${rule}; found ${describeValue(found)}`.trim(),
      ),
    ] as const;
  });
  return new Map(reasons.filter(([, found]) => found.length > 0));
}

/** The rules and quotas that are of no user who could become an application. */
function ofNobody(
  catalog: Catalog,
  live: Inventory,
  unknown: readonly Difference[],
  isMeant: (name: string) => boolean,
): readonly Left[] {
  const users = unknown.flatMap(({ kind, name }) => (kind === "user" ? [name] : []));
  const theirRules = new Set(users.map(principalOf));
  const theirQuotas = new Set(users.map(quotaName));
  const declared = declaredInventory(catalog).users;
  const left = (kind: "rule" | "quota", subject: string, name: string) => ({
    subject,
    what: `${kind} ${name}`,
    reasons: [
      Object.hasOwn(declared, subject)
        ? `${subject} is in the catalog, which does not say that: say it there and run this again, or delete it`
        : "it is of no user with a SCRAM-SHA-512 password: delete it, if nobody needs it",
    ],
  });
  const unknownRules = new Set(unknown.flatMap(({ kind, name }) => (kind === "rule" ? [name] : [])));
  const rules = live.rules
    .filter((rule) => unknownRules.has(describeRule(rule)) && !theirRules.has(rule.principal))
    .map((rule) => left("rule", rule.principal.replace(/^User:/, ""), describeRule(rule)));
  const quotas = unknown
    .filter(({ kind, name }) => kind === "quota" && !theirQuotas.has(name))
    .map(({ name }) => left("quota", name.replace(/^user /, ""), name));
  return [...rules, ...quotas]
    .filter(({ subject }) => isMeant(subject))
    .map(({ what, reasons }) => ({ what, reasons }));
}
