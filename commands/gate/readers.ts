import { isDeepStrictEqual } from "node:util";
import { resourceTypes } from "../../lib/resource-types";
import type { ClientChange } from "./client-changes";
import type { Described } from "./described";
import type { Loss } from "./losses";
import { notKnown, type Step } from "./preview";
import { holderOf, type Taken } from "./rights";

/** Somebody who notices a change. */
export interface Reader {
  /** As `orders (team shop)`. */
  readonly who: string;
  /** As `reads call.events by the groups orders`. */
  readonly how: string;
}

type Values = Readonly<Record<string, unknown>>;

const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What there is to notice in a change. */
export interface Noticed {
  readonly losses: readonly Loss[];
  /** @default nothing changes for clients of topics */
  readonly clientChanges?: readonly ClientChange[];
  /** What is taken from users. @default nothing */
  readonly taken?: readonly Taken[];
  /** What the stack says now of who is there. */
  readonly before: Described;
}

/**
 * Who notices a change, by the contract: applications that use a topic that loses something or becomes another, those
 * that may do less, or get other credentials, and stacks that read outputs that go or become another.
 */
export function readersOf(
  steps: readonly Step[],
  { losses, clientChanges = [], taken = [], before }: Noticed,
): readonly Reader[] {
  const { applications } = before;
  const topics = [...losses, ...clientChanges].map(({ topic }) => topic);
  return [
    ...usersOf([...new Set(topics)], before),
    ...taken.map(({ from, what }) => ({ who: userIs(from, applications), how: what })),
    ...momentsOf(steps, before),
    ...remadeOf(steps, before),
    ...contractOf(steps),
  ];
}

function usersOf(topics: readonly string[], { applications }: Described): Reader[] {
  return Object.entries(applications).flatMap(([name, { owner, produces = [], consumes = [], groups = [] }]) => {
    const by = groups.length === 0 ? "" : ` by ${groups.join(", ")}`;
    const read = topics.filter((topic) => consumes.includes(topic));
    const written = topics.filter((topic) => produces.includes(topic));
    const how = [
      ...(read.length > 0 ? [`reads ${read.join(", ")}${by}`] : []),
      ...(written.length > 0 ? [`writes ${written.join(", ")}`] : []),
    ];
    return how.length === 0 ? [] : [{ who: whoIs(name, owner), how: how.join("; ") }];
  });
}

const whoIs = (name: string, owner: string | undefined): string => `${name} (${owner ?? "no owner"})`;

/** The application of a user, whose later ones are numbered. @returns nothing where it is none's */
export function applicationOf(user: string, applications: Described["applications"]): string | undefined {
  const application = user.replace(/\.\d+$/, "");
  return Object.hasOwn(applications, application) ? application : undefined;
}

function userIs(user: string, applications: Described["applications"]): string {
  const application = applicationOf(user, applications);
  return application === undefined ? user : whoIs(application, applications[application]?.owner);
}

/** Users whose rules are deleted and made again as they were. */
function momentsOf(steps: readonly Step[], { applications }: Described): Reader[] {
  const holders = steps.flatMap(({ operation, before, after }) =>
    operation === "replace" && before?.type === resourceTypes.acl && isDeepStrictEqual(before.inputs, after?.inputs)
      ? [holderOf(String(before.inputs.aclPrincipal))]
      : [],
  );
  const how = "may do less for a moment, while its rules are made anew";
  return [...new Set(holders)].map((holder) => ({ who: userIs(holder, applications), how }));
}

/** Users that are made anew under the same name, with another password or the same. */
function remadeOf(steps: readonly Step[], { applications }: Described): Reader[] {
  return steps.flatMap(({ operation, before, after, paths }): Reader[] => {
    const user = String(before?.inputs.username);
    if (before?.type !== resourceTypes.user || operation !== "replace" || after?.inputs.username !== user) {
      return [];
    }
    const until = paths.includes("password") ? "any more" : "for a moment, while the user is made anew";
    return [{ who: userIs(user, applications), how: `the password of ${user} does not work ${until}` }];
  });
}

/** What goes from the outputs, or becomes another, by its path. */
function contractOf(steps: readonly Step[]): Reader[] {
  const root = steps.find((step) => (step.before ?? step.after)?.type === "pulumi:pulumi:Stack");
  const [before, after] = [root?.before?.outputs, root?.after?.outputs];
  if (before === undefined || after === undefined || Object.keys(after).length === 0) {
    return [];
  }
  return differences(before, after, "").map((how) => ({ who: "stacks that read the outputs", how }));
}

// What is new breaks nobody.
function differences(before: unknown, after: unknown, path: string): string[] {
  if (after === notKnown || isDeepStrictEqual(before, after)) {
    return [];
  }
  if (after === undefined) {
    return [`${path} goes`];
  }
  if (!isValues(before) || !isValues(after)) {
    return [`${path} becomes another`];
  }
  return Object.keys(before).flatMap((key) =>
    differences(before[key], after[key], path === "" ? key : `${path}.${key}`),
  );
}
