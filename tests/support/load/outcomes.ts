/** What the producers of a load were told about their records and transactions: the lines of its outcomes.log. */

import { Column } from "./column";

/** What became of a record, as far as its producer knows. */
export enum Fate {
  /** Nothing was heard of it: it may be in the log or not. */
  Unknown,
  /** It has to be in the log: acknowledged, and its transaction, if it has one, is committed. */
  Acknowledged,
  /** It may not be read: it was never sent, or its transaction was never asked to commit. */
  Void,
}

/** A transaction: `count` records of its producer, from the sequence `first`. */
export interface Transaction {
  readonly first: number;
  readonly count: number;
  fate: Fate;
}

const NONE = -1;

/** The records of one producer, by their sequences. */
export class ProducerOutcomes {
  readonly transactions: Transaction[] = [];
  /** Fates of records that are in no transaction. */
  private readonly fates = new Column(Uint8Array, Fate.Unknown);
  private readonly transactionOf = new Column(Int32Array, NONE);
  private readonly places = new Column(Int32Array, NONE);
  private readonly offsets = new Column(Float64Array, NONE);
  private end = 0;

  /** One more than the highest sequence that was heard of. */
  get size(): number {
    return this.end;
  }

  begin(number: number, first: number, count: number): void {
    this.transactions[number] = { first, count, fate: Fate.Unknown };
    for (let sequence = first; sequence < first + count; sequence++) {
      this.transactionOf.set(sequence, number);
    }
    this.end = Math.max(this.end, first + count);
  }

  settle(sequence: number, fate: Fate): void {
    this.fates.set(sequence, fate);
    this.end = Math.max(this.end, sequence + 1);
  }

  acknowledge(sequence: number, place: number, offset: number): void {
    this.settle(sequence, Fate.Acknowledged);
    this.places.set(sequence, place);
    this.offsets.set(sequence, offset);
  }

  isInTransaction(sequence: number): boolean {
    return this.transactionOf.get(sequence) !== NONE;
  }

  fateOf(sequence: number): Fate {
    const transaction = this.transactions[this.transactionOf.get(sequence)];
    return transaction?.fate ?? this.fates.get(sequence);
  }

  /** How many of its records have this fate. */
  count(fate: Fate): number {
    let count = 0;
    for (let sequence = 0; sequence < this.size; sequence++) {
      count += this.fateOf(sequence) === fate ? 1 : 0;
    }
    return count;
  }

  /** Where the cluster said it had put a record: a place's number and an offset, each -1 if it did not say. */
  acknowledgedAt(sequence: number): readonly [place: number, offset: number] {
    return [this.places.get(sequence), this.offsets.get(sequence)];
  }
}

/** All producers of a load. */
export class Outcomes {
  readonly producers = new Map<number, ProducerOutcomes>();
  readonly places = new Places();
  /** Acknowledged records; those of transactions only when they are committed. */
  acknowledged = 0;
  /** Records that no retry could save: never sent, or in a transaction that had to be given up. */
  failed = 0;
  readonly transactions = { committed: 0, aborted: 0, toRepeat: 0, failed: 0 };
  /** What each producer is, as "transactional-application". */
  private readonly kinds = new Map<number, string>();
  /** Between two acknowledgements by anybody. */
  readonly gap = new Gap();
  private readonly gaps: Gap[] = [];

  /** Takes the next line of the journal (Writers.java says what lines there are). */
  add(line: string): void {
    const [kind, ...fields] = line.split(" ");
    if (kind === "a") {
      const [producer, sequence, topic = "", partition, offset, time] = fields;
      this.acknowledge(
        Number(producer),
        Number(sequence),
        this.places.of(topic, partition),
        Number(offset),
        Number(time),
      );
      return;
    }
    if (kind === "p") {
      const [producer, name = ""] = fields;
      this.kinds.set(Number(producer), name);
      return;
    }
    const [producer = 0, number = 0, first = 0, count = 0] = fields.map(Number);
    if (kind === "b") {
      this.producer(producer).begin(number, first, count);
    } else if (kind === "e") {
      this.end(producer);
    } else if (kind === "f" || kind === "u") {
      this.fail(this.producer(producer), number, kind === "f" ? Fate.Void : Fate.Unknown);
    } else {
      this.endTransaction(kind, this.producer(producer), number, first);
    }
  }

  /** Records whose fate their producer does not know. */
  unknown(): number {
    return [...this.producers.values()].reduce((sum, producer) => sum + producer.count(Fate.Unknown), 0);
  }

  /** Records acknowledged to each kind of producers. */
  acknowledgedTo(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [producer, kind] of this.kinds) {
      counts[kind] = (counts[kind] ?? 0) + this.producer(producer).count(Fate.Acknowledged);
    }
    return counts;
  }

  /** The longest time without an acknowledgement in any one partition, in milliseconds. */
  longestPartitionGapMs(): number {
    return this.gaps.reduce((longest, { ms }) => Math.max(longest, ms), 0);
  }

  producer(id: number): ProducerOutcomes {
    let producer = this.producers.get(id);
    if (producer === undefined) {
      producer = new ProducerOutcomes();
      this.producers.set(id, producer);
    }
    return producer;
  }

  private acknowledge(id: number, sequence: number, place: number, offset: number, time: number): void {
    const producer = this.producer(id);
    producer.acknowledge(sequence, place, offset);
    let gap = this.gaps[place];
    if (gap === undefined) {
      gap = new Gap();
      this.gaps[place] = gap;
    }
    gap.sign(time);
    this.gap.sign(time);
    this.acknowledged += producer.isInTransaction(sequence) ? 0 : 1;
  }

  private fail(producer: ProducerOutcomes, sequence: number, fate: Fate): void {
    producer.settle(sequence, fate);
    this.failed += fate === Fate.Void && !producer.isInTransaction(sequence) ? 1 : 0;
  }

  private endTransaction(kind: string | undefined, producer: ProducerOutcomes, number: number, time: number): void {
    const transaction = producer.transactions[number];
    if (transaction === undefined) {
      throw new Error(`outcomes.log: transaction ${number} ends (${kind}) that never began`);
    }
    if (kind === "C") {
      transaction.fate = Fate.Acknowledged;
      this.transactions.committed++;
      this.acknowledged += transaction.count;
      this.gap.sign(time);
    } else if (kind === "A" || kind === "R") {
      transaction.fate = Fate.Void;
      this.transactions[kind === "A" ? "aborted" : "toRepeat"]++;
    } else if (kind === "F") {
      transaction.fate = Fate.Void;
      this.transactions.failed++;
      this.failed += transaction.count;
    } else if (kind !== "U") {
      throw new Error(`outcomes.log: a line begins with ${kind}`);
    }
  }

  /** The producers were told to stop: silence until then counts, and none after. */
  private end(time: number): void {
    for (const gap of [this.gap, ...this.gaps]) {
      gap?.end(time);
    }
  }
}

/** Gives every partition of every topic a number. */
export class Places {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];

  of(topic: string, partition: string | number | undefined): number {
    const name = `${topic}-${partition}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }

  /** The name of a place, as "call.events-3". */
  nameOf(place: number): string {
    return this.names[place] ?? "nowhere";
  }
}

/** The longest time between two signs of life, in milliseconds. */
class Gap {
  ms = 0;
  private last: number | undefined;
  private ended = false;

  sign(time: number): void {
    if (!this.ended) {
      this.ms = Math.max(this.ms, time - (this.last ?? time));
      this.last = time;
    }
  }

  end(time: number): void {
    this.sign(time);
    this.ended = true;
  }
}
