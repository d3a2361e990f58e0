/** Kinds of faults. Any of them means that the cluster broke a promise. */
export type Fault =
  /** An acknowledged record, or a committed transaction, is not in the log. */
  | "lost"
  /** A record is in the log more than once. */
  | "duplicated"
  /** An acknowledged record comes after a later one of the same key. */
  | "reordered"
  /** A record is in another partition than its producer chose, or belongs to another load. */
  | "misrouted"
  /** A record is not as it was written. */
  | "corrupted"
  /** Some records of a transaction are in the log and others not. */
  | "torn"
  /** A record was read although its transaction was never committed, or its producer was told that it was not sent. */
  | "abortedRead"
  /** A running consumer read a record of unknown fate that is not in the log in the end. */
  | "vanished"
  /** A record is in the log, and the running consumers never got it though they read to the end. */
  | "skipped";

export interface Finding {
  readonly count: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

export interface Report {
  /** Acknowledged records: they have to be there. Those of a transaction count once it is committed. */
  readonly acked: number;
  /** Records found in the log, in their places and whole, each counted once. */
  readonly read: number;
  /** Records that no retry of the client could save: their producer knows that they are not in the log. */
  readonly failed: number;
  /**
   * Records whose producer does not know whether they are in the log. Right is both, but of a transaction all or none.
   * Those that a killed load had no time to note are not counted.
   */
  readonly unknown: number;
  readonly transactions: {
    readonly committed: number;
    /** As intended. */
    readonly aborted: number;
    /** Aborted since a broker asked for it at once, as Kafka's clients have to expect: to be written again. */
    readonly toRepeat: number;
    /** Given up after any other error, and not committed. */
    readonly failed: number;
  };
  /** Acknowledged records by the kind of their producer, as "transactional-application", where kinds are known. */
  readonly ackedTo: Readonly<Record<string, number>>;
  /** Records that running consumers got, by who they were, as "application", each counted once. */
  readonly deliveredTo: Readonly<Record<string, number>>;
  /** Records that the running consumers got more than once, as at-least-once reading allows. */
  readonly redelivered: number;
  /** The longest time in which no producer got any acknowledgement, in milliseconds. */
  readonly longestGapMs: number;
  /** The same of a single partition. With a low rate, this is the time between two records for it. */
  readonly longestPartitionGapMs: number;
  /** What was found, by kind. A clean history has none: `{}`. */
  readonly faults: Readonly<Partial<Record<Fault, Finding>>>;
}

/** Examples of a kind of fault that a report tells. */
const EXAMPLES = 5;

/** Collects faults. */
export class Findings {
  private readonly found = new Map<Fault, { count: number; examples: string[] }>();

  /** @param example says where and what, in words */
  add(fault: Fault, example: () => string): void {
    const finding = this.found.get(fault) ?? { count: 0, examples: [] };
    this.found.set(fault, finding);
    finding.count++;
    if (finding.count <= EXAMPLES) {
      finding.examples.push(example());
    }
  }

  all(): Partial<Record<Fault, Finding>> {
    return Object.fromEntries(this.found);
  }
}

/** A report in one line. */
export function summary(report: Report): string {
  const { acked, read, failed, unknown, transactions, longestGapMs, longestPartitionGapMs, faults } = report;
  const { committed, aborted, toRepeat } = transactions;
  const kinds = Object.entries(faults).map(([kind, { count }]) => `${count} ${kind}`);
  return [
    `${acked} records acknowledged, ${read} read`,
    `${committed} transactions committed, ${aborted} aborted and ${toRepeat} to be repeated`,
    `${failed} records failed, ${unknown} of unknown fate`,
    `at most ${longestGapMs} ms without an acknowledgement, ${longestPartitionGapMs} ms in one partition`,
    kinds.length > 0 ? `FAULTS: ${kinds.join(", ")}` : "no fault",
  ].join("; ");
}
