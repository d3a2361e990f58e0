/** Histories of loads as they should be. */
import fc from "fast-check";
import { encodeMessage, type Message } from "../../../support/load/message";
import type { Report } from "../../../support/load/report";
import { Verifier } from "../../../support/load/verifier";

export const RUN = "7f3a";

export const TOPICS = ["call.events", "billing.transactions"];
/** What the producers are, by their numbers. */
export const KINDS = [
  "idempotent-administrator",
  "idempotent-application",
  "transactional-administrator",
  "transactional-application",
];
const PARTITIONS = 2;
const KEYS = 3;

/** A record in a partition. */
export interface Entry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  /** What the value says. */
  readonly message: Message;
  /** The journal's letter for its outcome, or for that of its transaction. */
  readonly fate: string;
}

/** The files of a load. */
export interface History {
  readonly outcomes: readonly string[];
  readonly log: readonly Entry[];
  /** Records that may not be read, or did not come into the log; their places are free. */
  readonly hidden: readonly Entry[];
  /** What the running consumers got. @default the log */
  readonly live?: readonly Entry[];
}

/** What the producers do next: a record, or a transaction of as many records as given. */
interface Step {
  readonly producer: number;
  readonly transaction: number | undefined;
  /** A letter of the journal: a, f, u of a record; C, A, R, F, U of a transaction. */
  readonly outcome: string;
  /** Whether what has an unknown fate is in the log. */
  readonly written: boolean;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    producer: fc.constantFrom(0, 1),
    transaction: fc.constant(undefined),
    outcome: fc.constantFrom("a", "a", "a", "a", "a", "f", "u"),
    written: fc.boolean(),
  }),
  fc.record({
    producer: fc.constantFrom(2, 3),
    transaction: fc.integer({ min: 2, max: 9 }),
    outcome: fc.constantFrom("C", "C", "C", "A", "R", "F", "U"),
    written: fc.boolean(),
  }),
);

/** The least that every fault needs to be planted: neighbours of one key, and each outcome of a transaction. */
const always: readonly Step[] = [
  ...[..."aaaaaaaafu"].map((outcome) => ({ producer: 0, transaction: undefined, outcome, written: false })),
  ...[..."CARFUC"].map((outcome) => ({ producer: 2, transaction: 4, outcome, written: true })),
];

/** Histories without a fault, of several producers, with gaps in offsets as transactions' marks make them. */
export const cleanHistories: fc.Arbitrary<History> = fc
  .array(step, { maxLength: 60 })
  .map((steps) => new Writing().all([...always, ...steps]));

class Writing {
  private readonly outcomes: string[] = [];
  private readonly log: Entry[] = [];
  private readonly hidden: Entry[] = [];
  private readonly ends = new Map<string, number>();
  private readonly sequences = new Map<number, number>();
  private readonly transactions = new Map<number, number>();
  private time = 0;

  all(steps: readonly Step[]): History {
    this.outcomes.push(...KINDS.map((kind, producer) => `p ${producer} ${kind}`));
    for (const each of steps) {
      this.time += 10;
      if (each.transaction === undefined) {
        this.record(each);
      } else {
        this.transaction(each, each.transaction);
      }
    }
    this.outcomes.push(`e ${this.time}`);
    return { outcomes: this.outcomes, log: this.log, hidden: this.hidden };
  }

  private record({ producer, outcome, written }: Step): void {
    const entry = this.entry(producer, -1, outcome, outcome === "a" || (outcome === "u" && written));
    this.outcomes.push(outcome === "a" ? this.acknowledgement(entry) : `${outcome} ${nameOf(entry)} ${this.time}`);
  }

  private transaction({ producer, outcome, written }: Step, count: number): void {
    const number = this.next(this.transactions, producer);
    this.outcomes.push(`b ${producer} ${number} ${this.sequences.get(producer) ?? 0} ${count}`);
    for (let i = 0; i < count; i++) {
      const entry = this.entry(producer, number, outcome, outcome === "C" || (outcome === "U" && written));
      this.outcomes.push(this.acknowledgement(entry));
    }
    this.outcomes.push(`${outcome} ${producer} ${number} ${this.time}`);
  }

  /** The next record of a producer; one that is not readable takes its offset all the same. */
  private entry(producer: number, transaction: number, fate: string, readable: boolean): Entry {
    const sequence = this.next(this.sequences, producer);
    const number = sequence % KEYS;
    const topic = TOPICS[number % TOPICS.length] ?? "";
    const partition = (number + producer) % PARTITIONS;
    const key = `p${producer}-k${number}`;
    const message = { run: RUN, producer, sequence, transaction, topic, partition, key };
    const end = this.ends.get(`${topic}-${partition}`) ?? 0;
    this.ends.set(`${topic}-${partition}`, end + 1);
    const entry = { topic, partition, offset: end, key, value: encodeMessage(message), message, fate };
    (readable ? this.log : this.hidden).push(entry);
    return entry;
  }

  private acknowledgement(entry: Entry): string {
    return `a ${nameOf(entry)} ${entry.topic} ${entry.partition} ${entry.offset} ${this.time}`;
  }

  private next(counter: Map<number, number>, producer: number): number {
    const number = counter.get(producer) ?? 0;
    counter.set(producer, number + 1);
    return number;
  }
}

/** "PRODUCER SEQUENCE" of a record. */
const nameOf = ({ message: { producer, sequence } }: Entry): string => `${producer} ${sequence}`;

/** The running consumer that gets the records of a partition. */
export const readerOf = ({ partition }: Entry): string => (partition === 0 ? "administrator" : "application");

const lineOf = (entry: Entry): string =>
  [entry.topic, entry.partition, entry.offset, entry.key, entry.value, readerOf(entry)].join(" ");

/** Has a history judged. @param drained whether the running consumers read to the end @default true */
export function judge({ outcomes, log, live = log }: History, drained = true): Report {
  const verifier = new Verifier(RUN);
  for (const line of outcomes) {
    verifier.outcome(line);
  }
  for (const entry of log) {
    verifier.committed(lineOf(entry));
  }
  for (const entry of live) {
    verifier.live(lineOf(entry));
  }
  if (drained) {
    verifier.live("drained");
  }
  return verifier.report();
}
