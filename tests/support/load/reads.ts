import { Column } from "./column";
import type { ProducerOutcomes } from "./outcomes";

const NOWHERE = -1;

/** What was read of one producer's records, by their sequences. */
export class Reads {
  /** The highest acknowledged sequence of each key so far. */
  readonly lastOf = new Map<string, number>();
  private readonly places = new Column(Int32Array, NOWHERE);
  private readonly offsets = new Column(Float64Array, NOWHERE);
  private readonly delivered = new Column(Uint8Array, 0);
  private readonly elsewhere = new Set<number>();

  constructor(readonly outcomes: ProducerOutcomes) {}

  /** One more than the highest sequence that was read or heard of. */
  size = 0;

  /** It is in the log, in its right partition. */
  read(sequence: number, place: number, offset: number): void {
    this.places.set(sequence, place);
    this.offsets.set(sequence, offset);
    this.size = Math.max(this.size, sequence + 1);
  }

  /** It is in the log, in a wrong partition. */
  readElsewhere(sequence: number): void {
    this.elsewhere.add(sequence);
  }

  isRead(sequence: number): boolean {
    return this.places.get(sequence) !== NOWHERE;
  }

  isElsewhere(sequence: number): boolean {
    return this.elsewhere.has(sequence);
  }

  /** Where it was read first. */
  positionOf(sequence: number): readonly [place: number, offset: number] {
    return [this.places.get(sequence), this.offsets.get(sequence)];
  }

  /** A running consumer got it. @returns whether for the first time */
  deliver(sequence: number): boolean {
    const first = this.delivered.get(sequence) === 0;
    this.delivered.set(sequence, 1);
    return first;
  }

  isDelivered(sequence: number): boolean {
    return this.delivered.get(sequence) !== 0;
  }
}
