import * as pulumi from "@pulumi/pulumi";

/** What is said of a value that only the update will know, or that is none of Kafka's. */
export const notKnown = "not known before the update";

/** A whole number; nothing where it is not known. */
export const knownCount = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;

/**
 * A topic's setting as text; nothing where a preview does not know it, or any of the settings.
 *
 * @param config the settings, which the program may compute like any value of theirs
 * @param byDefault what holds where they do not say it
 */
export function knownSetting(config: unknown, key: string, byDefault: string): string | undefined {
  if (typeof config !== "object" || config === null || pulumi.isUnknown(config)) {
    return undefined;
  }
  const value = (config as Readonly<Record<string, unknown>>)[key] ?? byDefault;
  const isText = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isText && value !== pulumi.runtime.unknownValue ? String(value) : undefined;
}

/** The same, of a setting that is a whole number. */
export function knownAmount(config: unknown, key: string, byDefault: string): bigint | undefined {
  const text = knownSetting(config, key, byDefault)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}

/** A change as `partitions 24 → 12`, with what is not known in words. */
export const arrow = (what: string, from: unknown, to: unknown): string =>
  `${from === undefined || to === undefined ? "perhaps " : ""}${what} ${from ?? notKnown} → ${to ?? notKnown}`;
