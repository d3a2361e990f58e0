import { createHash } from "node:crypto";

/** A short digest of anything that JSON can hold; the order of an object's members counts. */
export const digestOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 10);

/**
 * A name that says what is in the object: the same content always has the same name.
 *
 * A pod's template refers to its files by such a name, so a change of them is a roll; and since a change that is taken
 * back brings back the old name, it brings back the old template, and only the pods that had left it start again.
 */
export const contentName = (prefix: string, data: Readonly<Record<string, string>>): string =>
  `${prefix}-${digestOf(data)}`;
