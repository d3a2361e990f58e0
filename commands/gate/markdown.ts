import { formatBytes } from "../../lib/units";
import { describeDifferences } from "../inventory/compare";
import type { Disks } from "./disks";
import { isHarmless, type StackReport } from "./report";

/** The reports of all environments as one text, for a pull request. Two that are harmless are five lines. */
export function markdownOf(reports: readonly StackReport[]): string {
  const refused = reports.filter((report) => report.refused).map(({ stack }) => stack);
  const title =
    refused.length === 0 ? "## This change may be made" : `## This change is refused, for ${refused.join(" and ")}`;
  return `${[title, ...reports.flatMap((report) => (isHarmless(report) ? brief(report) : whole(report)))].join("\n")}\n`;
}

const brief = (report: StackReport): string[] => [
  `- **${report.stack}**: ${changes(report)}. No restart, no loss, nobody else has to do anything. ${policies(report)}`,
  `- **${report.stack}**: ${disks(report)}. ${drift(report)}`,
];

const verbs = { create: "make", update: "change", replace: "make anew", delete: "delete" } as const;

function changes({ changes: of }: StackReport): string {
  const parts = (Object.keys(verbs) as (keyof typeof verbs)[])
    .filter((operation) => of[operation].length > 0)
    .map((operation) => `${of[operation].length} to ${verbs[operation]} (${some(of[operation])})`);
  return parts.length === 0 ? "Nothing changes" : parts.join("; ");
}

const shown = 5;

const some = (names: readonly string[]): string =>
  names.length <= shown ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;

const policies = ({ policies: count, violations, advice }: StackReport): string =>
  `${count} policies, ${violations.length === 0 ? "no violation" : `${violations.length} violations`}, ${advice.length} exemptions.`;

const share = ({ used, size }: Disks): string =>
  `${formatBytes(used)} of ${formatBytes(size)} (${Math.round((used / size) * 100)} %)`;

function disks({ disks: { before, after } }: StackReport): string {
  if (after === undefined) {
    return "No brokers, so no disks";
  }
  const now = `Topics may take ${share(after)} of the disks`;
  return before === undefined
    ? now
    : before.used === after.used && before.size === after.size
      ? `${now}, as before`
      : `${now}; before it was ${share(before)}`;
}

const drift = ({ drift: found }: StackReport): string =>
  typeof found === "string"
    ? `Whether the cluster is as the state says is not known: ${found}`
    : found.length === 0
      ? "The cluster is as the state says."
      : `The cluster differs from the state in ${found.length} ${found.length === 1 ? "thing" : "things"}.`;

function whole(report: StackReport): string[] {
  const { stack, refused, changes: of, restarts, losses, readers, unseen, violations, advice, errors } = report;
  const differences = typeof report.drift === "string" ? [] : report.drift;
  return [
    "",
    `### ${stack}: ${refused ? "refused" : "may be made"}`,
    "",
    `${changes(report)}. ${policies(report)} ${disks(report)}. ${drift(report)}`,
    ...section("Why it is refused", [
      ...errors.map(block),
      ...violations.map(({ policy, resource, message }) => `**${policy}**, ${resource}: ${inline(message)}`),
      ...unseen.map(({ what, found, remedy }) => `**${what}** ${found}. ${remedy}.`),
    ]),
    ...section(
      "What is lost",
      losses.map(({ topic, what }) => `**${topic}**: ${what}`),
    ),
    ...section(
      "What restarts, in this order",
      restarts.map(
        ({ set, pods, perhaps }) =>
          `${set}${pods.length > 0 ? `: ${pods.join(", ")}` : ""}${perhaps ? " (perhaps: what decides it is not known before the update)" : ""}`,
      ),
    ),
    ...section(
      "Who is affected",
      readers.map(({ who, how }) => `${who}: ${how}`),
    ),
    ...section("What is made anew", of.replace),
    ...section("What is deleted", of.delete),
    ...section(
      "Exempt",
      advice.map(({ message }) => inline(message)),
    ),
    ...section("Where the cluster differs already", describeDifferences(differences).split("\n").filter(Boolean)),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", `**${title}**`, "", ...lines.map((line) => `- ${line}`)];

const inline = (text: string): string => text.replaceAll("\n", " ");

const block = (text: string): string => `\`\`\`text\n${text.replace(/^/gm, "  ")}\n  \`\`\``;
