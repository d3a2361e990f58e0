import { z } from "zod";
import type { Mistake } from "./mistakes";
import { looksSecret } from "./secrecy";

/** What is said about a value that breaks a schema. */
interface Explanation {
  /** What holds for a right value, beginning with "must". */
  readonly rule: string;
  /** What to do, as a sentence without its full stop. */
  readonly remedy: string;
}

const explanations = z.registry<Explanation>();

/** Gives a schema the words for its mistakes. Whatever is wrong with such a value is reported once, in these words. */
export function explained<S extends z.ZodType>(schema: S, rule: string, remedy: string): S {
  explanations.add(schema, { rule, remedy });
  return schema;
}

/** A rule that spans several values. */
interface Rule<V extends z.ZodType> {
  /** Where a breach is reported, from the schema that the rule is given to. */
  readonly path: readonly string[];
  /** What holds for a right value, beginning with "must". */
  readonly rule: string;
  /** What to do, as a sentence without its full stop. */
  readonly remedy: string;
  /** The values that the rule is about: where one of them is missing or wrong in itself, the rule is not judged. */
  readonly needs: V;
  /** Whether the rule holds. */
  readonly holds: (value: z.output<V>) => boolean;
}

type AddRule = <S extends z.ZodType>(schema: S) => S;

/** A rule that spans several values. It is judged whatever else is wrong, so that its breach is reported with the rest. */
export const rule =
  <V extends z.ZodType>({ path, rule, remedy, needs, holds }: Rule<V>): AddRule =>
  (schema) =>
    schema.refine((value) => holds(needs.parse(value)), {
      path: [...path],
      message: rule,
      params: { remedy },
      when: ({ value }) => needs.safeParse(value).success,
    }) as typeof schema;

/** Gives rules to a schema. */
export const ruled = <S extends z.ZodType>(schema: S, ...rules: readonly AddRule[]): S =>
  rules.reduce((to, add) => add(to), schema);

/** What a custom issue says besides its rule. */
interface CustomParams {
  /** What to do, as a sentence without its full stop. */
  readonly remedy: string;
  /** Whether the value found is not to be shown, since it may be a secret. @default false */
  readonly hidden?: boolean;
}

/** Reports a mistake from within `superRefine`, in the same words as everywhere. */
export function addMistake(
  context: z.RefinementCtx,
  path: readonly PropertyKey[],
  rule: string,
  params: CustomParams,
): void {
  context.addIssue({ code: "custom", path: [...path], message: rule, params: { ...params } });
}

/**
 * Judges a value by a schema.
 *
 * @param path what the value is called in messages
 * @returns the parsed value, or every mistake in it
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  path: string,
): { readonly value: z.output<S> } | { readonly mistakes: readonly Mistake[] } {
  const result = schema.safeParse(value);
  if (result.success) {
    return { value: result.data };
  }
  const mistakes = result.error.issues.flatMap((issue) => toMistakes(issue, schema, value, path));
  // Several checks of one value may fail together; its explanation is given once.
  const unique = new Map(mistakes.map((mistake) => [`${mistake.path}: ${mistake.rule}`, mistake]));
  return { mistakes: [...unique.values()] };
}

function toMistakes(issue: z.core.$ZodIssue, schema: z.ZodType, value: unknown, path: string): Mistake[] {
  if (issue.code === "custom") {
    // A check that spans values brings its own words.
    const { remedy, hidden = false } = issue.params as unknown as CustomParams;
    const there = issue.path.reduce<unknown>((part, step) => (part as Record<PropertyKey, unknown>)?.[step], value);
    const found = hidden ? "(not shown)" : there;
    return [{ path: issue.path.reduce(join, path), rule: issue.message, found, remedy }];
  }
  const target = descend(schema, value, path, issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: join(target.path, key),
      rule: "is not a setting",
      found: looksSecret(key) ? "(not shown)" : (target.value as Record<string, unknown>)[key],
      remedy: `Remove it, or use one of ${keysOf(target.schema).join(", ")}`,
    }));
  }
  const { rule, remedy } = target.explanation ?? {
    rule: "must be a map of settings",
    remedy: `Write below it what it takes of ${keysOf(target.schema).join(", ")}`,
  };
  return [{ path: target.path, rule, found: target.value, remedy }];
}

interface Target {
  readonly schema: z.ZodType;
  readonly value: unknown;
  readonly path: string;
  readonly explanation: Explanation | undefined;
}

// Follows an issue's path down the schema and the value, as far as the schema has words for what it finds.
function descend(schema: z.ZodType, value: unknown, path: string, steps: readonly PropertyKey[]): Target {
  const explanation = explanationOf(schema);
  const inner = unwrap(schema);
  const [step, ...rest] = steps;
  const next = step === undefined ? undefined : childOf(inner, step);
  if (explanation !== undefined || step === undefined || next === undefined) {
    return { schema: inner, value, path, explanation };
  }
  const nextValue = (value as Record<PropertyKey, unknown> | undefined)?.[step];
  return descend(next, nextValue, join(path, step), rest);
}

// `kafka-platform:` + `kafka` + `jvm` reads as people write it: `kafka-platform:kafka.jvm`.
const join = (path: string, step: PropertyKey): string =>
  typeof step !== "number" && /^\w+$/.test(String(step))
    ? `${path}${path.endsWith(":") ? "" : "."}${String(step)}`
    : `${path}[${JSON.stringify(step)}]`;

// A default or an option is put around what the schema is about.
const wrapped = (schema: z.ZodType): z.ZodType | undefined =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault ||
  schema instanceof z.ZodReadonly
    ? (schema.unwrap() as z.ZodType)
    : undefined;

function unwrap(schema: z.ZodType): z.ZodType {
  const inner = wrapped(schema);
  return inner === undefined ? schema : unwrap(inner);
}

function explanationOf(schema: z.ZodType): Explanation | undefined {
  const inner = wrapped(schema);
  return explanations.get(schema) ?? (inner && explanationOf(inner));
}

const childOf = (schema: z.ZodType, key: PropertyKey): z.ZodType | undefined =>
  schema instanceof z.ZodObject ? (schema.shape[String(key)] as z.ZodType | undefined) : undefined;

const keysOf = (schema: z.ZodType): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape).sort() : []);
