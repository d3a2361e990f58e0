import { isDeepStrictEqual } from "node:util";
import { resourceTypes } from "../../lib/resource-types";
import type { Described } from "./described";
import type { Loss } from "./losses";
import { notKnown, type Step } from "./preview";

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

/**
 * Who notices a change, by the contract: applications that use a topic that loses something, those that get other
 * credentials, and stacks that read outputs that go or become another.
 */
export const readersOf = (steps: readonly Step[], losses: readonly Loss[], before: Described): readonly Reader[] => [
  ...usersOf(losses, before),
  ...rotatedOf(steps, before),
  ...contractOf(steps),
];

function usersOf(losses: readonly Loss[], { applications }: Described): Reader[] {
  const topics = [...new Set(losses.map(({ topic }) => topic))];
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

/** Applications whose users come or go. */
function rotatedOf(steps: readonly Step[], { applications }: Described): Reader[] {
  return steps.flatMap(({ operation, before }): Reader[] => {
    if (before?.type !== resourceTypes.user || (operation !== "delete" && operation !== "replace")) {
      return [];
    }
    const user = String(before.inputs.username);
    const application = user.replace(/\.\d+$/, "");
    const how = `the password of ${user} does not work any more`;
    return [{ who: whoIs(application, applications[application]?.owner), how }];
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
