import { readFileSync } from "node:fs";
import type { StackValidationPolicy } from "@pulumi/policy";
import { RunError } from "@pulumi/pulumi";
import type { Rule } from "./rule";

/** Leave to break a rule with one resource, for a while. */
export interface Exemption {
  /** The rule's name. */
  readonly policy: string;
  /** The resource, by its type and name, as `kubernetes:apps/v1:StatefulSet::kafka-brokers`. */
  readonly resource: string;
  /** The stack that has it. @default every stack */
  readonly stack?: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
  /** The last day on which it holds, as `2026-12-31`. */
  readonly expires: string;
}

const resourceOf = (urn: string): string => {
  const [, , types = "", ...name] = urn.slice("urn:pulumi:".length).split("::");
  return `${types.split("$").at(-1)}::${name.join("::")}`;
};
const stackOf = (urn: string): string => urn.slice("urn:pulumi:".length).split("::")[0] ?? "";

const isOver = ({ expires }: Exemption, now: Date): boolean => now.toISOString().slice(0, 10) > expires;

const isOf = ({ resource, stack }: Exemption, urn: string): boolean =>
  resource === resourceOf(urn) && (stack === undefined || stack === stackOf(urn));

/** Whether an exemption is for the stack that resources are of. */
const concerns = ({ stack }: Exemption, resources: readonly { readonly urn: string }[]): boolean =>
  stack === undefined || resources.some(({ urn }) => stackOf(urn) === stack);

/** Whether a breach is excused. @param urn of the resource that breaks the rule */
export const isExempt = (exemptions: readonly Exemption[], policy: string, urn: string, now: Date): boolean =>
  exemptions.some((exemption) => exemption.policy === policy && isOf(exemption, urn) && !isOver(exemption, now));

const words = ({ policy, resource, owner, reason, expires }: Exemption): string =>
  `${resource} is exempt from ${policy} until ${expires}, says ${owner}: ${reason}`;

/** What tells every run of the exemptions that concern its stack, and refuses those that are over. */
export const exemptionPolicies = (exemptions: readonly Exemption[], now: Date): readonly StackValidationPolicy[] => [
  {
    name: "exemptions-in-force",
    description: "Exemptions are few, and everybody sees them.",
    enforcementLevel: "advisory",
    validateStack: ({ resources }, report) => {
      for (const exemption of exemptions.filter((one) => !isOver(one, now))) {
        const urn = resources.find((resource) => isOf(exemption, resource.urn))?.urn;
        if (urn !== undefined) {
          report(`${words(exemption)}.`, urn);
        }
      }
    },
  },
  {
    name: "exemptions-over",
    description: "An exemption ends on the day that it says.",
    enforcementLevel: "mandatory",
    validateStack: ({ resources }, report) => {
      // Whether the resource is there or not: what is over excuses nothing, and is read by people.
      for (const exemption of exemptions.filter((one) => isOver(one, now) && concerns(one, resources))) {
        const urn = resources.find((resource) => isOf(exemption, resource.urn))?.urn;
        report(`${words(exemption)}. That is over: keep to the rule, and take the exemption out of the file.`, urn);
      }
    },
  },
];

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

interface Field {
  readonly rule: string;
  readonly remedy: string;
  readonly optional?: true;
  readonly isRight: (text: string) => boolean;
}

// A year and the day itself: what is to hold for longer is a change of the rule.
const longest = 366 * 86_400_000;

const fieldsFor = (rules: readonly Rule[], now: Date): Readonly<Record<string, Field>> => ({
  policy: {
    rule: "must be the name of a rule that can be excused",
    remedy: "Take the name from the report, or keep to the rule: docs/policies.md says which are never excused",
    isRight: (text) => rules.some(({ name, absolute }) => name === text && absolute !== true),
  },
  resource: {
    rule: "must name one resource by its type and name",
    remedy: "Write it as in kubernetes:apps/v1:StatefulSet::kafka-brokers",
    isRight: (text) => /^[^:\s]+:[^:\s]*:[^:\s]+::[^*]+$/.test(text),
  },
  stack: {
    rule: "must be the name of a stack",
    remedy: "Write it as `pulumi stack ls` does, or leave it out for every stack",
    optional: true,
    isRight: (text) => /^[A-Za-z0-9_.-]{1,100}$/.test(text),
  },
  owner: {
    rule: "must say who answers for it",
    remedy: "Name a team",
    isRight: (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text),
  },
  reason: { rule: "must say why", remedy: "Give the reason in a sentence", isRight: (text) => /\w/.test(text) },
  expires: {
    rule: "must be a day, a year ahead at most",
    remedy: "Write the last day on which it holds, as 2026-12-31; what is to hold for longer, change in the rule",
    isRight: (text) => isDate(text) && Date.parse(text) - now.getTime() <= longest,
  },
});

/**
 * Reads a file of exemptions.
 *
 * @param now from when on a year is counted
 * @throws {RunError} with every mistake in it: where, which rule, what was found, what to do
 */
export function readExemptions(file: string, rules: readonly Rule[], now = new Date()): readonly Exemption[] {
  const mistakes = (lines: readonly string[]) =>
    new RunError(`${file} has mistakes, so nothing was judged:\n${lines.map((line) => `  ${line}`).join("\n")}`);
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw mistakes([`must be a file of JSON, but: ${(error as Error).message}. Write [] where nothing is exempt.`]);
  }
  if (!Array.isArray(read)) {
    throw mistakes([`must be a list, but is ${JSON.stringify(read)}. Write [] where nothing is exempt.`]);
  }
  const fields = fieldsFor(rules, now);
  const lines = read.flatMap((entry, index) => mistakesIn(entry, `[${index}]`, fields));
  if (lines.length > 0) {
    throw mistakes(lines);
  }
  return read as readonly Exemption[];
}

function mistakesIn(entry: unknown, path: string, fields: Readonly<Record<string, Field>>): string[] {
  const names = Object.keys(fields).join(", ");
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    return [`${path} must be a map, but is ${JSON.stringify(entry)}. Write in it ${names}.`];
  }
  const values = entry as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(values)
    .filter((key) => !Object.hasOwn(fields, key))
    .map((key) => `${path}.${key} is nothing that an exemption has. Remove it, or write one of ${names}.`);
  const wrong = Object.entries(fields).flatMap(([key, { rule, remedy, optional, isRight }]) => {
    const value = values[key];
    const isFine = value === undefined ? optional : typeof value === "string" && isRight(value);
    return isFine ? [] : [`${path}.${key} ${rule}, but is ${JSON.stringify(value) ?? "absent"}. ${remedy}.`];
  });
  return [...unknown, ...wrong];
}
