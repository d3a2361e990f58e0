import { UnknownValueError } from "@pulumi/policy";

/** What stands for a value that a preview does not know yet: it excuses nothing, so it counts as a wrong one. */
export const notKnown = Symbol("not known before the update");

/** A value of a resource: as in JSON, and {@link notKnown}. */
export type Plain = undefined | null | boolean | number | string | typeof notKnown | readonly Plain[] | PlainMap;

/** Values by their names. */
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** A resource's properties, of which Pulumi lets no policy touch one that is not known yet. */
export const plain = (properties: Readonly<Record<string, unknown>>): PlainMap => mapOf(properties);

const mapOf = (object: object): PlainMap =>
  Object.fromEntries(Object.keys(object).map((key) => [key, known(() => (object as Record<string, unknown>)[key])]));

function known(read: () => unknown): Plain {
  try {
    const value = read();
    if (Array.isArray(value)) {
      return Array.from({ length: value.length }, (_, index) => known(() => value[index]));
    }
    return typeof value === "object" && value !== null ? mapOf(value) : (value as Plain);
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return notKnown;
    }
    throw error;
  }
}

/** Whether a value has members by name. */
export const isMap = (value: Plain): value is PlainMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What lies below a value. @returns {@link notKnown} where something on the way is, and nothing where there is nothing */
export function at(value: Plain, ...path: readonly (string | number)[]): Plain {
  const [step, ...rest] = path;
  if (step === undefined || value === notKnown) {
    return value;
  }
  if (Array.isArray(value)) {
    return at(value[Number(step)], ...rest);
  }
  return isMap(value) && Object.hasOwn(value, step) ? at(value[step], ...rest) : undefined;
}

/** The members of a list. @returns none where the value is no list */
export const items = (value: Plain): readonly Plain[] => (Array.isArray(value) ? value : []);

const longest = 80;

/** A value for people. */
export function show(value: Plain): string {
  if (value === undefined) {
    return "absent";
  }
  if (value === notKnown) {
    return "not known before the update";
  }
  const text = JSON.stringify(value, (_, part) => (part === notKnown ? "(not known before the update)" : part));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
