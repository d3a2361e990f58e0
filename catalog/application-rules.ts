import type { Mistake } from "../lib/mistakes";
import { nearest } from "../lib/nearest";
import { validate } from "../lib/validation";
import { type Application, applicationSchema } from "./application";
import { namePattern } from "./fields";
import type { Topic } from "./topic";

/** What applications of the catalog are judged by, beside each other. */
type Topics = Readonly<Record<string, Topic>>;
type Applications = Readonly<Record<string, Application>>;

/** What the transactional ids of the platform itself begin with. */
const platformTransactions = "kafka-platform-";

/** Everything that is wrong with the applications of the catalog. */
export function checkApplications(applications: Readonly<Record<string, unknown>>, topics: Topics): Mistake[] {
  const judged = Object.entries(applications).map(([name, application]) => {
    const result = validate(applicationSchema, application, pathOf(name));
    return { name, result };
  });
  const right = Object.fromEntries(
    judged.flatMap(({ name, result }) => ("value" in result ? [[name, result.value] as const] : [])),
  );
  return [
    ...Object.keys(applications).flatMap(checkName),
    ...judged.flatMap(({ result }) => ("mistakes" in result ? result.mistakes : [])),
    ...Object.entries(right).flatMap(([name, application]) => [
      ...unknownTopics(name, application, topics),
      ...withoutTransactions(name, application, topics),
    ]),
    ...sharedGroups(right),
    ...sharedPrefixes(right),
  ];
}

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

const unknownTopics = (name: string, application: Application, topics: Topics): Mistake[] =>
  (["produces", "consumes"] as const).flatMap((role) =>
    (application[role] ?? []).flatMap((topic, index) => {
      if (Object.hasOwn(topics, topic)) {
        return [];
      }
      const meant = nearest(topic, Object.keys(topics));
      return [
        {
          path: `${pathOf(name)}.${role}[${index}]`,
          rule: "must be a topic of catalog/topics.ts",
          found: topic,
          remedy: meant === undefined ? "Add the topic, or remove it here" : `Write ${meant}, or add the topic`,
        },
      ];
    }),
  );

function withoutTransactions(name: string, application: Application, topics: Topics): Mistake[] {
  const { produces = [], transactionalIdPrefix } = application;
  const exactlyOnce = produces.filter((topic) => Object.hasOwn(topics, topic) && topics[topic]?.class !== "standard");
  return transactionalIdPrefix !== undefined || exactlyOnce.length === 0
    ? []
    : [
        {
          path: `${pathOf(name)}.transactionalIdPrefix`,
          rule: `must be there with ${exactlyOnce.join(", ")} in produces, to which records are written exactly once`,
          found: transactionalIdPrefix,
          remedy: `Write ${name}-, and let its producers use transactions`,
        },
      ];
}

function sharedGroups(applications: Applications): Mistake[] {
  const firsts = new Map<string, { readonly name: string; readonly owner: string }>();
  return Object.entries(applications).flatMap(([name, { owner, groups = [] }]) =>
    groups.flatMap((group, index) => {
      const first = firsts.get(group) ?? { name, owner };
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

function sharedPrefixes(applications: Applications): Mistake[] {
  const prefixes = Object.entries(applications).flatMap(([name, { transactionalIdPrefix: prefix }]) =>
    prefix === undefined ? [] : [{ name, prefix }],
  );
  const taken = [{ name: "the platform itself", prefix: platformTransactions }, ...prefixes];
  return prefixes.flatMap(({ name, prefix }, index) => {
    const other = taken.slice(0, index + 1).find((one) => overlap(one.prefix, prefix));
    return other === undefined
      ? []
      : [
          {
            path: `${pathOf(name)}.transactionalIdPrefix`,
            rule: `must not begin with ${other.prefix}, nor ${other.prefix} with it: that is ${other.name}'s`,
            found: prefix,
            remedy: "Choose another one: who shares transactional ids ends the other's transactions",
          },
        ];
  });
}

const overlap = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
