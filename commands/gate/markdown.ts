import { formatBytes } from "../../lib/units";
import { describeDifferences } from "../inventory/compare";
import type { Disks } from "./disks";
import type { Verdict } from "./preview";
import { isHarmless, type Outcome, outcomeOf, type Plan, type StackReport } from "./report";

/** The reports of all environments as one text, for a pull request. Two that are harmless are five lines. */
export function markdownOf(reports: readonly StackReport[]): string {
  const judges = [...new Set(reports.flatMap((report) => report.judges))];
  const lines = [
    title(reports),
    ...(judges.length === 0
      ? []
      : [`This change was judged by files of its own, so read them: ${plain(some(judges))}.`]),
    ...reports.flatMap((report) => (isHarmless(report) ? brief(report) : whole(report))),
  ];
  return `${lines.join("\n")}\n`;
}

/** Makes text that Markdown and HTML would take for theirs look as it is. */
export const plain = (text: string): string => text.replace(/[\\`*_[\]<>|~&]/g, "\\$&").replaceAll("\n", " ");

function title(reports: readonly StackReport[]): string {
  const those = (outcome: Outcome) =>
    reports
      .filter((report) => outcomeOf(report) === outcome)
      .map(({ stack }) => plain(stack))
      .join(" and ");
  const [refused, open] = [those("refused"), those("not known")];
  const isOpen = `hether it may be made is not known, for ${open}`;
  if (refused !== "") {
    return `## This change is refused, for ${refused}${open && `; w${isOpen}`}`;
  }
  return open === "" ? "## This change may be made" : `## W${isOpen.replace(" it ", " this change ")}`;
}

const brief = (report: StackReport & Plan): string[] => [
  `- **${plain(report.stack)}**: ${changes(report)}. No restart, no loss, no right taken. ${policies(report)}`,
  `- **${plain(report.stack)}**: ${disks(report)}. ${drift(report)}`,
];

const verbs = {
  create: "make",
  import: "take over",
  update: "change",
  replace: "make anew",
  delete: "delete",
} as const;

function changes({ changes: of }: Plan): string {
  const parts = (Object.keys(verbs) as (keyof typeof verbs)[])
    .filter((operation) => of[operation].length > 0)
    .map((operation) => `${of[operation].length} to ${verbs[operation]} (${plain(some(of[operation]))})`);
  return parts.length === 0 ? "Nothing changes" : parts.join("; ");
}

const shown = 5;

const some = (names: readonly string[]): string =>
  names.length <= shown ? names.join(", ") : `${names.slice(0, shown).join(", ")} and ${names.length - shown} more`;

const several = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

function policies({ policies: count, violations, advice }: StackReport & Plan): string {
  const names = advice.length === 0 ? "" : ` (${plain(advice.map(exempt).join("; "))})`;
  const broken = violations.length === 0 ? "no violation" : several(violations.length, "violation");
  return `${count} policies, ${broken}, ${several(advice.length, "exemption")}${names}.`;
}

// The pack says why, and who: that is for the long form.
const exempt = ({ message }: Verdict): string => /^\S+ is exempt from \S+ until [^,]+/.exec(message)?.[0] ?? message;

const bytes = (count: number | undefined): string =>
  count === undefined ? "a size that is not known before the update" : formatBytes(count);

const share = ({ used, size }: Disks): string =>
  `${bytes(used)} of ${bytes(size)}${size ? ` (${Math.round((used / size) * 100)} %)` : ""}`;

function disks({ disks: { before, after } }: Plan): string {
  if (after === undefined) {
    return "No brokers, so no disks";
  }
  const unbounded = after.unbounded.length === 0 ? "" : `, and ${plain(some(after.unbounded))} any number of bytes`;
  const now = `Topics may take ${share(after)} of the disks${unbounded}`;
  return before === undefined
    ? now
    : before.used === after.used && before.size === after.size
      ? `${now}, as before`
      : `${now}; before it was ${share(before)}`;
}

const compared = "topics, users, rules and quotas";

function drift({ drift: found }: StackReport): string {
  if (typeof found === "string") {
    return `Whether ${compared} are as the state says is not known: ${plain(found)}`;
  }
  return found.length === 0
    ? "Topics, users, rules and quotas are as the state says; what is in Kubernetes was not compared."
    : `The cluster differs from the state in ${several(found.length, "thing")}, of ${compared}.`;
}

const isPlanned = (report: StackReport): report is StackReport & Plan => report.changes !== undefined;

const summary = (report: StackReport): string =>
  isPlanned(report)
    ? `${changes(report)}. ${policies(report)} ${disks(report)}.`
    : report.notKnown.slice(0, 1).map(plain).join("");

function whole(report: StackReport): string[] {
  const { stack, losses, clientChanges, restarts = [], readers, unseen, violations, advice, errors } = report;
  const differences = typeof report.drift === "string" ? [] : report.drift;
  return [
    "",
    `### ${plain(stack)}: ${outcomeOf(report)}`,
    "",
    `${summary(report)} ${drift(report)}`,
    ...section("Why it is refused", [
      ...errors.map(block),
      ...violations.map(
        ({ policy, resource, message }) => `**${plain(policy)}**, ${plain(resource)}: ${plain(message)}`,
      ),
      ...unseen.map(({ what, found, remedy }) => `**${plain(what)}** ${plain(found)}. ${remedy}.`),
      ...losses
        .filter(({ isAllowed }) => !isAllowed)
        .map(
          ({ topic, what, harm }) =>
            `**Topic ${plain(topic)}** loses ${plain(what)}, and nobody has agreed. Take the change back, or let the ` +
            `topic's owner allow ${harm} in catalog/waivers.ts.`,
        ),
    ]),
    ...section(
      "What is lost",
      losses.map(({ topic, what }) => `**${plain(topic)}**: ${plain(what)}`),
    ),
    ...section(
      "What changes for clients",
      clientChanges.map(({ topic, what }) => `**${plain(topic)}**: ${plain(what)}`),
    ),
    ...section(
      "What restarts, in this order",
      restarts.map(
        ({ set, pods, perhaps }) =>
          `${plain(set)}${pods.length > 0 ? `: ${plain(pods.join(", "))}` : ""}${perhaps ? " (perhaps: what decides it is not known before the update)" : ""}`,
      ),
    ),
    ...section(
      "Who is affected",
      readers.map(({ who, how }) => `${plain(who)}: ${plain(how)}`),
    ),
    ...section("What is taken over", report.changes?.import.map(plain)),
    ...section("What is made anew", report.changes?.replace.map(plain)),
    ...section("What is deleted", report.changes?.delete.map(plain)),
    ...section(
      "Exempt",
      advice.map(({ message }) => plain(message)),
    ),
    ...section(
      "Where the cluster differs already",
      describeDifferences(differences, "state").split("\n").filter(Boolean).map(plain),
    ),
  ];
}

const section = (title: string, lines: readonly string[] = []): string[] =>
  lines.length === 0 ? [] : ["", `**${title}**`, "", ...lines.map((line) => `- ${line}`)];

/** A text as it is, whatever it has of fences. */
function block(text: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `${fence}text\n${text.replace(/^/gm, "  ")}\n  ${fence}`;
}
