import type { Rule } from "../../policy/lib/rule";
import { markdownTable } from "./markdown-table";

const subjectOf = ({ name }: Rule): string => name.slice(0, name.indexOf("-"));

const title = (subject: string): string => `${subject.charAt(0).toUpperCase()}${subject.slice(1)}`;

/** What every rule says, in a table for each subject and then one by one, as Markdown. */
export function policyRules(rules: readonly Rule[]): string {
  const subjects = [...new Set(rules.map(subjectOf))].sort();
  return subjects
    .map((subject) => {
      const own = rules.filter((rule) => subjectOf(rule) === subject);
      return [`## ${title(subject)}\n`, table(own), ...own.map(section)].join("\n");
    })
    .join("\n");
}

const table = (rules: readonly Rule[]): string =>
  markdownTable([
    ["Rule", "What must hold", "Excused"],
    ...rules.map(({ name, must, absolute }) => [
      `[${name}](#${name})`,
      inCell(plain(must)),
      absolute ? "never" : "by exemption",
    ]),
  ]);

const section = (rule: Rule): string => {
  const { name, must, why, fix, absolute, settings } = rule;
  return [
    `### ${name}\n`,
    `${plain(must)}\n`,
    `**Why.** ${plain(why)}\n`,
    `**What to do.** ${plain(fix)}\n`,
    absolute ? "Nothing excuses a breach: records would be lost.\n" : "An exemption excuses a breach, for a while.\n",
    ...(Object.keys(settings).length === 0 ? [] : [settingsTable(settings)]),
  ].join("\n");
};

const settingsTable = (settings: Rule["settings"]): string =>
  markdownTable([
    ["Setting", "Default", "What it is"],
    ...Object.entries(settings).map(([name, { schema }]) => [
      `\`${name}\``,
      `\`${inCell(JSON.stringify(schema.default))}\``,
      inCell(plain(schema.description)),
    ]),
  ]);

// A bar would end the cell, in code as well.
const inCell = (text: string): string => text.replaceAll("|", "\\|");

// What the words would mean in Markdown, they do not mean.
const plain = (text: string): string => text.replaceAll(/[*_<>]/g, "\\$&");
