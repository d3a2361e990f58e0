/** One thing that a person has to mend before the program can do anything. */
export interface Mistake {
  /** Where it is, as `kafka.jvm.heap` or `catalog/topics.ts: topics["call.events"].partitions`. */
  readonly path: string;
  /** What holds for a right value, as `must be a whole number from 1 to 128`. */
  readonly rule: string;
  /** The value that is there; `undefined` when none is. */
  readonly found: unknown;
  /** What to do, as a sentence without its full stop. */
  readonly remedy: string;
}

/** All mistakes in one text, one line each: path, rule, value found, remedy. */
export function reportMistakes(where: string, mistakes: readonly Mistake[]): string {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const lines = mistakes.map(
    ({ path, rule, found, remedy }) => `  ${path}: ${rule}; found ${describeValue(found)}. ${remedy}.`,
  );
  return [`${count} in ${where}; nothing was changed:`, ...lines].join("\n");
}

const longest = 80;

/** A value as one short piece of text, for messages. */
export function describeValue(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  const text = JSON.stringify(value, (_key, part) => (typeof part === "bigint" ? `${part}` : part)) ?? String(value);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
