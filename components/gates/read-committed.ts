/** What of a batch of records matters to who reads only what was committed. */
export interface Batch {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly attributes: number;
  readonly producerId: bigint;
  readonly records: readonly { readonly key: Buffer | null; readonly value: Buffer | null }[];
}

/** A transaction that was taken back, by the offset of its first record in the partition. */
export interface Aborted {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

const transactional = 1 << 4;
const control = 1 << 5;
const abortMarker = 0;

/**
 * The values of the records that were not taken back. A broker returns the others too, and says which transactions
 * were aborted.
 *
 * @param batches in the order of their offsets, none above the last stable offset
 */
export function committedValues(batches: readonly Batch[], aborted: readonly Aborted[]): string[] {
  const waiting = [...aborted].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const open = new Set<bigint>();
  const values: string[] = [];
  for (const { firstOffset, lastOffsetDelta, attributes, producerId, records } of batches) {
    while (waiting[0] !== undefined && waiting[0].firstOffset <= firstOffset + BigInt(lastOffsetDelta)) {
      open.add((waiting.shift() as Aborted).producerId);
    }
    if (attributes & control) {
      // The marker's key is its version and its kind.
      if (records[0]?.key?.readInt16BE(2) === abortMarker) {
        open.delete(producerId);
      }
    } else if (!(attributes & transactional && open.has(producerId))) {
      values.push(...records.map(({ value }) => value?.toString() ?? ""));
    }
  }
  return values;
}

/** The offset after the last of the batches; nothing where there are none. */
export function endOf(batches: readonly Batch[]): bigint | undefined {
  const last = batches.at(-1);
  return last && last.firstOffset + BigInt(last.lastOffsetDelta) + 1n;
}
