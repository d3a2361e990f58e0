import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { rules } from "../../policy/index";
import { policyRules } from "./policy-rules";
import { roleTable } from "./role-table";
import { waiverTable } from "./waiver-table";

const docs = resolve(__dirname, "..", "..", "docs");

/** What is written into the documentation by the program itself, by the file and the name of its place there. */
export const generated: readonly { readonly file: string; readonly place: string; readonly text: () => string }[] = [
  { file: "access.md", place: "roles", text: roleTable },
  { file: "operations.md", place: "waivers", text: waiverTable },
  { file: "policies.md", place: "rules", text: () => policyRules(rules) },
];

const begin = (place: string): string => `<!-- ${place}: written by npm run docs -->\n`;
const end = (place: string): string => `<!-- end of ${place} -->`;

/** A document with the text between the marks of a place. @throws where it has none */
export function withText(document: string, place: string, text: string): string {
  const [from, to] = [document.indexOf(begin(place)), document.indexOf(end(place))];
  if (from < 0 || to < from) {
    throw new Error(`there is no place for ${place}`);
  }
  return `${document.slice(0, from)}${begin(place)}\n${text}\n${document.slice(to)}`;
}

/** Writes what is generated into its documents. */
export function writeGenerated(): void {
  for (const { file, place, text } of generated) {
    const path = join(docs, file);
    writeFileSync(path, withText(readFileSync(path, "utf8"), place, text()));
  }
}

/** The documents that are not as the program would write them. */
export const outdated = (): readonly string[] =>
  generated
    .filter(({ file, place, text }) => {
      const document = readFileSync(join(docs, file), "utf8");
      return withText(document, place, text()) !== document;
    })
    .map(({ file }) => file);
