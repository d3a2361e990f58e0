/**
 * Compares what the producers of a load were promised with what its consumers got.
 *
 * A fault is reported once, under the one kind that describes it best: a transaction of which a part is missing is
 * torn, and that part is not also lost.
 */
import { decodeMessage, type Message } from "./message";
import { Fate, Outcomes, type Transaction } from "./outcomes";
import { Reads } from "./reads";
import { Findings, type Report } from "./report";

/** A partition's number and an offset in it. */
type Position = readonly [place: number, offset: number];

interface Found {
  readonly message: Message;
  readonly position: Position;
  /** Who got it. */
  readonly reader: string;
}

const id = ([place, offset]: Position): string => `${place}:${offset}`;

const name = (producer: number, sequence: number): string => `record ${sequence} of producer ${producer}`;

/**
 * Takes the lines of a load's files, each file as a whole, in this order: {@link outcome}, {@link committed},
 * {@link live}. A million records take it seconds and some hundred megabytes.
 */
export class Verifier {
  private readonly outcomes = new Outcomes();
  private readonly reads = new Map<number, Reads>();
  private readonly findings = new Findings();
  /** Positions of records in wrong places and of further copies: a consumer that gets those is right. */
  private readonly surplus = new Set<string>();
  private readonly corrupted = new Set<string>();
  private readCount = 0;
  private redelivered = 0;
  private readonly deliveredTo: Record<string, number> = {};
  private drained = false;

  /** @param run the load whose records these have to be */
  constructor(private readonly run: string) {}

  /** A line of outcomes.log: what a producer was told. */
  outcome(line: string): void {
    this.outcomes.add(line);
  }

  /** A line of final.log: what is in the log, read committed, in the order of each partition. */
  committed(line: string): void {
    const { message, position } = this.parse(line) ?? {};
    if (message === undefined || position === undefined || this.isMisrouted(message, position)) {
      return;
    }
    const { producer, sequence, key } = message;
    const reads = this.readsOf(producer);
    if (reads.isRead(sequence)) {
      this.surplus.add(id(position));
      this.findings.add(
        "duplicated",
        () => `${name(producer, sequence)}: ${this.show(reads.positionOf(sequence))} and ${this.show(position)}`,
      );
      return;
    }
    reads.read(sequence, ...position);
    this.readCount++;
    const fate = reads.outcomes.fateOf(sequence);
    if (fate === Fate.Void) {
      this.findings.add("abortedRead", () => `${name(producer, sequence)}: ${this.show(position)}`);
    } else if (fate === Fate.Acknowledged) {
      // One of unknown fate may come late, from a client that was given up; those that it promised may not.
      const last = reads.lastOf.get(key) ?? -1;
      reads.lastOf.set(key, Math.max(last, sequence));
      if (sequence < last) {
        this.findings.add("reordered", () => `${name(producer, sequence)}: ${this.show(position)}, after ${last}`);
      }
    }
  }

  /** A line of live.log: what a running consumer got, or that the consumers came to the end. */
  live(line: string): void {
    if (line === "drained") {
      this.drained = true;
      return;
    }
    const { message, position, reader = "" } = this.parse(line) ?? {};
    if (message === undefined || position === undefined || this.isMisrouted(message, position)) {
      return;
    }
    const reads = this.readsOf(message.producer);
    const [place, offset] = reads.positionOf(message.sequence);
    if (place === position[0] && offset === position[1]) {
      if (reads.deliver(message.sequence)) {
        this.deliveredTo[reader] = (this.deliveredTo[reader] ?? 0) + 1;
      } else {
        this.redelivered++;
      }
    } else if (!this.surplus.has(id(position)) && !this.corrupted.has(id(position))) {
      this.surplus.add(id(position));
      this.gone(reads, message, position);
    }
  }

  /** The verdict, once every line was given. */
  report(): Report {
    for (const [producer, outcomes] of this.outcomes.producers) {
      const reads = this.readsOf(producer);
      for (let sequence = 0; sequence < outcomes.size; sequence++) {
        if (!outcomes.isInTransaction(sequence)) {
          this.judgeRecord(producer, reads, sequence);
        }
      }
      outcomes.transactions.forEach((transaction, number) => {
        this.judgeTransaction(producer, reads, number, transaction);
      });
      if (this.drained) {
        this.judgeDelivery(producer, reads);
      }
    }
    return {
      acked: this.outcomes.acknowledged,
      read: this.readCount,
      failed: this.outcomes.failed,
      unknown: this.outcomes.unknown(),
      transactions: this.outcomes.transactions,
      ackedTo: this.outcomes.acknowledgedTo(),
      deliveredTo: this.deliveredTo,
      redelivered: this.redelivered,
      longestGapMs: this.outcomes.gap.ms,
      longestPartitionGapMs: this.outcomes.longestPartitionGapMs(),
      faults: this.findings.all(),
    };
  }

  private judgeRecord(producer: number, reads: Reads, sequence: number): void {
    if (reads.outcomes.fateOf(sequence) === Fate.Acknowledged && !this.isThere(reads, sequence)) {
      this.findings.add("lost", () => this.acknowledged(producer, reads, sequence));
    }
  }

  private judgeTransaction(producer: number, reads: Reads, number: number, transaction: Transaction): void {
    const { first, count, fate } = transaction;
    const all = Array.from({ length: count }, (_, i) => first + i);
    const missing = all.filter((sequence) => !this.isThere(reads, sequence));
    if (fate === Fate.Void || missing.length === 0) {
      return;
    }
    if (missing.length < count) {
      this.findings.add("torn", () => {
        const some = missing.slice(0, 3).map((sequence) => this.acknowledged(producer, reads, sequence));
        return `transaction ${number}: ${missing.length} of ${count} records are missing: ${some.join("; ")}`;
      });
    } else if (fate === Fate.Acknowledged) {
      for (const sequence of missing) {
        this.findings.add("lost", () => `${this.acknowledged(producer, reads, sequence)} in transaction ${number}`);
      }
    }
  }

  private judgeDelivery(producer: number, reads: Reads): void {
    for (let sequence = 0; sequence < reads.size; sequence++) {
      const position = reads.positionOf(sequence);
      if (reads.isRead(sequence) && !reads.isDelivered(sequence) && !this.corrupted.has(id(position))) {
        this.findings.add("skipped", () => `${name(producer, sequence)}: ${this.show(position)}`);
      }
    }
  }

  /** A consumer got a record from where there is none in the end. */
  private gone(reads: Reads, { producer, sequence }: Message, position: Position): void {
    const fate = reads.outcomes.fateOf(sequence);
    if (fate === Fate.Void) {
      this.findings.add("abortedRead", () => `${name(producer, sequence)}: ${this.show(position)}, by a consumer`);
    } else if (fate === Fate.Unknown || this.isThere(reads, sequence)) {
      this.findings.add("vanished", () => `${name(producer, sequence)}: was ${this.show(position)}`);
    } // else it is lost, or its transaction torn
  }

  /** Reads `TOPIC PARTITION OFFSET KEY VALUE READER`. @returns undefined if it is corrupted, which this reports */
  private parse(line: string): Found | undefined {
    const [topic = "", partition, offset, key, value = "", reader = ""] = line.split(" ");
    const position: Position = [this.outcomes.places.of(topic, partition), Number(offset)];
    const message = decodeMessage(value);
    if (message !== undefined && message.key === key) {
      return { message, position, reader };
    }
    if (!this.corrupted.has(id(position))) {
      this.corrupted.add(id(position));
      this.findings.add("corrupted", () => `${this.show(position)}: the key ${key} with the value ${value}`);
    }
    return undefined;
  }

  /** Whether a record is where it should not be, which is reported once. */
  private isMisrouted(message: Message, position: Position): boolean {
    const { run, producer, sequence, topic, partition } = message;
    if (run === this.run && this.outcomes.places.of(topic, partition) === position[0]) {
      return false;
    }
    if (run === this.run) {
      this.readsOf(producer).readElsewhere(sequence);
    }
    if (!this.surplus.has(id(position))) {
      this.surplus.add(id(position));
      this.findings.add(
        "misrouted",
        () => `${name(producer, sequence)} of the load ${run}, for ${topic}-${partition}: ${this.show(position)}`,
      );
    }
    return true;
  }

  /** Whether a record is in the log at all: what is there in a wrong way is not lost too. */
  private isThere(reads: Reads, sequence: number): boolean {
    return (
      reads.isRead(sequence) ||
      reads.isElsewhere(sequence) ||
      (this.corrupted.size > 0 && this.corrupted.has(id(reads.outcomes.acknowledgedAt(sequence))))
    );
  }

  private readsOf(producer: number): Reads {
    let reads = this.reads.get(producer);
    if (reads === undefined) {
      reads = new Reads(this.outcomes.producer(producer));
      this.reads.set(producer, reads);
    }
    return reads;
  }

  private acknowledged(producer: number, reads: Reads, sequence: number): string {
    return `${name(producer, sequence)}, acknowledged ${this.show(reads.outcomes.acknowledgedAt(sequence))}`;
  }

  private show([place, offset]: Position): string {
    return `in ${this.outcomes.places.nameOf(place)} at ${offset}`;
  }
}
