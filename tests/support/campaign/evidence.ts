import type { Report as LoadReport } from "../load/report";
import { circumstances, writeResult } from "../results";

/** A change that was made while clients wrote and read. */
export interface Row {
  readonly change: string;
  /** The settings that it went between, in short. */
  readonly from: string;
  readonly to: string;
  readonly report: LoadReport;
  /** Of the change alone, without the load's verification. */
  readonly seconds: number;
}

const HEAD = [
  ...["Change", "From", "To", "Acknowledged", "Read", "Transactions committed / aborted / to be repeated"],
  ...["Failed", "Unknown", "Longest gap (ms)", "Faults", "Duration (s)"],
];

const cells = ({ change, from, to, report, seconds }: Row): string[] => {
  const { acked, read, transactions, failed, unknown, longestGapMs, faults } = report;
  const { committed, aborted, toRepeat } = transactions;
  const found = Object.entries(faults).map(([kind, { count }]) => `${count} ${kind}`);
  return [
    ...[change, from, to, String(acked), String(read), `${committed} / ${aborted} / ${toRepeat}`],
    ...[String(failed), String(unknown), String(longestGapMs), found.join(", ") || "none", seconds.toFixed(0)],
  ];
};

const line = (values: readonly string[]): string => `| ${values.join(" | ")} |`;

/** What a campaign has to report. */
export interface Report {
  /** What was done to which platform. */
  readonly title: string;
  readonly command: string;
  readonly rows: readonly Row[];
  /** The tests that have passed, with and without a row. */
  readonly passed: readonly string[];
}

const text = ({ title, command, rows, passed }: Report, machine: string, day: string): string =>
  `# ${title}

Written by \`${command}\` on ${day},
on ${machine}. The numbers are of that one run.

Producers wrote with \`acks=all\`, half of them idempotent record by record and half in transactions, of which a tenth was
aborted on purpose; consumers read committed records along. Half of the clients came as the administrator does, by
certificate from outside, and half as an application does, by SCRAM in the cluster with no rights but those that it
needs. At the end everything was read again from the beginning and compared with what the producers had been promised.
A gap is a time in which no producer got any acknowledgement. To be repeated are transactions that a broker asked at
once to abort, as Kafka's clients have to expect.

${line(HEAD)}
${line(HEAD.map(() => "---"))}
${rows.map((row) => line(cells(row))).join("\n")}

What was tried, each of it with success:

${passed.map((one) => `- ${one}`).join("\n")}
`;

/** Writes a report into the documents. @param name of the file, without its ending */
export function writeEvidence(name: string, report: Report): void {
  const { day, machine } = circumstances();
  const where = `a machine with ${machine.cpus} CPUs and ${machine.memoryGiB} GiB of memory`;
  writeResult(`docs/evidence/${name}.md`, text(report, where, day));
}
