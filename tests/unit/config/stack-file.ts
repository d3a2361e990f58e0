import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { catalog } from "../../../catalog/catalog";
import { parseSettings, rawSettings, type Settings } from "../../../config/settings";
import { reportMistakes } from "../../../lib/mistakes";

/** What stands below one key of a stack's file. */
export type Section = Record<string, unknown>;

/** A file of the project's, read as YAML. */
export const file = (name: string) => parse(readFileSync(join(__dirname, "../../..", name), "utf8"));

/** A stack's file as the program gets it from Pulumi: one text for each key. */
export function rawOf(stack: string): Record<string, Section> {
  const config = Object.entries(file(`Pulumi.${stack}.yaml`).config).map(([key, value]) => [
    key,
    JSON.stringify(value),
  ]);
  return rawSettings(Object.fromEntries(config), "kafka-platform") as Record<string, Section>;
}

type Change = Readonly<Record<string, Section | undefined>>;

// A section that is undefined is taken out; another gets these members beside its own.
const changed = (stack: string, change: Change): Record<string, unknown> => {
  const raw = rawOf(stack);
  return { ...raw, ...Object.fromEntries(Object.entries(change).map(([k, v]) => [k, v && { ...raw[k], ...v }])) };
};

/** The settings of dev, which has coordination kraft, with changes. */
export const dev = (change: Change = {}) => changed("dev", change);

/** The settings of prod, which has coordination zookeeper, with changes. */
export const prod = (change: Change = {}) => changed("prod", change);

/** Settings that hold no mistake, parsed. */
export function settingsOf(raw: Record<string, unknown>): Settings {
  const result = parseSettings(raw, catalog);
  assert.ok("settings" in result, "mistakes" in result ? reportMistakes("settings", result.mistakes) : "");
  return result.settings;
}

/** The mistakes in settings that hold some, one text each, without the remedy and the project's prefix. */
export function mistakesOf(raw: Record<string, unknown>): string[] {
  const result = parseSettings(raw, catalog);
  assert.ok("mistakes" in result, "no mistake was found");
  return result.mistakes.map(({ path, rule, found }) => `${path.slice(15)}: ${rule}; found ${JSON.stringify(found)}`);
}

/** The paths of the mistakes in settings; none where they are right. */
export function wrongPathsOf(raw: Record<string, unknown>): string[] {
  const result = parseSettings(raw, catalog);
  return "mistakes" in result ? result.mistakes.map(({ path }) => path.slice(15)) : [];
}
