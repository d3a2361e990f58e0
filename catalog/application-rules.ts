import type { z } from "zod";
import type { Mistake } from "../lib/mistakes";
import { nearest } from "../lib/nearest";
import { validate } from "../lib/validation";
import { applicationSchema, readable } from "./application";
import { namePattern } from "./fields";
import type { Topic } from "./topic";
import { metricName, platformPrefix } from "./topic-names";

/** What applications of the catalog are judged by, beside each other. */
type Topics = Readonly<Record<string, Topic>>;
type Application = z.output<typeof readable>;
type Applications = Readonly<Record<string, Application>>;

const platform = "the platform itself";
/** What the transactional ids of the platform itself begin with. */
const platformTransactions = { name: platform, prefix: "kafka-platform-" };
/** What the topics of the platform itself begin with. */
const platformTopics = { name: platform, prefix: platformPrefix };

/** Everything that is wrong with the applications of the catalog. */
export function checkApplications(applications: Readonly<Record<string, unknown>>, topics: Topics): Mistake[] {
  // Of each with mistakes, what is right: they are no mistakes of others, and hide none.
  const known = Object.fromEntries(
    Object.entries(applications).map(([name, application]) => [name, readable.safeParse(application).data ?? {}]),
  );
  const prefixes = Object.values(known).flatMap(({ owns = [] }) => owns);
  return [
    ...Object.keys(applications).flatMap(checkName),
    ...Object.entries(applications).flatMap(([name, application]) => {
      const result = validate(applicationSchema, application, pathOf(name));
      return "mistakes" in result ? result.mistakes : [];
    }),
    ...Object.entries(known).flatMap(([name, application]) => unknownTopics(name, application, topics, prefixes)),
    ...Object.entries(known)
      .filter(([name]) => !saysOf(applications[name], "transactionalIdPrefix"))
      .flatMap(([name, application]) => withoutTransactions(name, application, topics)),
    ...sharedGroups(known),
    ...sharedTransactions(known),
    ...sharedTopics(known, topics),
  ];
}

/** Whether something is said of a field, right or wrong. */
const saysOf = (application: unknown, field: string): boolean =>
  (application as Readonly<Record<string, unknown>> | null | undefined)?.[field] !== undefined;

const pathOf = (name: string): string => `catalog/applications.ts: applications[${JSON.stringify(name)}]`;

// Users that the platform makes for itself begin so.
const reserved = /^never-/;

const checkName = (name: string): Mistake[] =>
  namePattern.test(name) && !reserved.test(name)
    ? []
    : [
        {
          path: pathOf(name),
          rule: "must have a name of at most 63 small letters and digits, in words joined by dashes, not beginning with never-",
          found: name,
          remedy: "Rename it, in the form order-service: it is a user of Kafka, and part of a Secret's name",
        },
      ];

const unknownTopics = (name: string, application: Application, topics: Topics, owned: readonly string[]): Mistake[] =>
  (["produces", "consumes"] as const).flatMap((role) =>
    (application[role] ?? []).flatMap((topic, index) => {
      if (Object.hasOwn(topics, topic) || owned.some((prefix) => topic.startsWith(prefix) && topic !== prefix)) {
        return [];
      }
      const meant = nearest(topic, Object.keys(topics));
      return [
        {
          path: `${pathOf(name)}.${role}[${index}]`,
          rule: "must be a topic of catalog/topics.ts, or begin with what an application owns",
          found: topic,
          remedy: meant === undefined ? "Add the topic, or remove it here" : `Write ${meant}, or add the topic`,
        },
      ];
    }),
  );

function withoutTransactions(name: string, { produces = [] }: Application, topics: Topics): Mistake[] {
  const exactlyOnce = produces.filter((topic) => Object.hasOwn(topics, topic) && topics[topic]?.class !== "standard");
  return exactlyOnce.length === 0
    ? []
    : [
        {
          path: `${pathOf(name)}.transactionalIdPrefix`,
          rule: `must be there with ${exactlyOnce.join(", ")} in produces, to which records are written exactly once`,
          found: undefined,
          remedy: `Write ${name}-, and let its producers use transactions`,
        },
      ];
}

function sharedGroups(applications: Applications): Mistake[] {
  const firsts = new Map<string, { readonly name: string; readonly owner: string }>();
  return Object.entries(applications).flatMap(([name, { owner, groups = [] }]) =>
    (owner === undefined ? [] : groups).flatMap((group, index) => {
      const first = firsts.get(group) ?? { name, owner: String(owner) };
      firsts.set(group, first);
      return first.owner === owner
        ? []
        : [
            {
              path: `${pathOf(name)}.groups[${index}]`,
              rule: `must be no group of another owner's: ${first.name}, of ${first.owner}, uses it`,
              found: group,
              remedy: "Choose another group: two owners in one would take records from each other",
            },
          ];
    }),
  );
}

/** What is of one application alone: the beginning of names, and where the catalog says so. */
interface Prefix {
  readonly name: string;
  readonly prefix: string;
  readonly path: string;
}

const transactional = (applications: Applications): Prefix[] =>
  Object.entries(applications).flatMap(([name, { transactionalIdPrefix: prefix }]) =>
    prefix === undefined ? [] : [{ name, prefix, path: `${pathOf(name)}.transactionalIdPrefix` }],
  );

const owned = (applications: Applications): Prefix[] =>
  Object.entries(applications).flatMap(([name, { owns = [] }]) =>
    owns.map((prefix, index) => ({ name, prefix, path: `${pathOf(name)}.owns[${index}]` })),
  );

const sharedTransactions = (applications: Applications): Mistake[] =>
  shared(
    transactional(applications),
    platformTransactions,
    "Choose another one: who shares transactional ids ends the other's transactions",
  );

function sharedTopics(applications: Applications, topics: Topics): Mistake[] {
  const prefixes = owned(applications);
  const declared = prefixes.flatMap(({ prefix, path }) =>
    Object.keys(topics)
      .filter((topic) => metricName(topic).startsWith(metricName(prefix)))
      .map((topic) => ({
        path,
        rule: `must not be the beginning of ${topic} of catalog/topics.ts, with dots and underscores taken for the same`,
        found: prefix,
        remedy: "Choose another prefix: its owner could change the topic, and no guard would see it",
      })),
  );
  const remedy = "Choose another one: each could change the other's topics";
  return [...declared, ...shared(prefixes, platformTopics, remedy, metricName)];
}

/**
 * Prefixes that have names in common with an earlier one, or with the platform's.
 *
 * @param same what two names are the same by @default what they are
 */
function shared(
  prefixes: readonly Prefix[],
  own: Pick<Prefix, "name" | "prefix">,
  remedy: string,
  same = (name: string) => name,
): Mistake[] {
  const taken = [own, ...prefixes];
  return prefixes.flatMap(({ prefix, path }, index) => {
    const other = taken.slice(0, index + 1).find((one) => overlap(same(one.prefix), same(prefix)));
    const rule = other && `must not begin with ${other.prefix}, nor ${other.prefix} with it: that is ${other.name}'s`;
    return rule === undefined ? [] : [{ path, rule, found: prefix, remedy }];
  });
}

const overlap = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
