import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repeatedKeys } from "../lib/exported-map";
import type { Mistake } from "../lib/mistakes";

const variables = ["topics", "applications"] as const;

/**
 * What the files of the catalog say twice. Whoever runs them sees the last of two entries with one name only, and the
 * other's topic or users would go.
 *
 * @param folder of the catalog @default its own
 */
export const checkSources = (folder = __dirname): Mistake[] =>
  variables.flatMap((variable) => {
    const file = join(folder, `${variable}.ts`);
    // What was compiled was checked for that.
    return existsSync(file) ? checkSource(readFileSync(file, "utf8"), variable) : [];
  });

/** The same of the text of one file. */
export const checkSource = (text: string, variable: (typeof variables)[number]): Mistake[] =>
  repeatedKeys(text, variable).map(({ key, lines }) => ({
    path: `catalog/${variable}.ts: ${variable}[${JSON.stringify(key)}]`,
    rule: "must be there once",
    found: `on lines ${lines.join(" and ")}`,
    remedy: "Give one of them another name, or remove it",
  }));
