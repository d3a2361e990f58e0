/** What a record of the load says of itself, closed by a checksum. */
export interface Message {
  /** The load that wrote it. */
  readonly run: string;
  readonly producer: number;
  /** The producer's number for it, from 0 and without a gap. */
  readonly sequence: number;
  /** The producer's number of its transaction; -1: it is in none. */
  readonly transaction: number;
  /** Where it belongs. */
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
}

/** The text of a record's value. */
export function encodeMessage({ run, producer, sequence, transaction, topic, partition, key }: Message): string {
  const text = [run, producer, sequence, transaction, topic, partition, key, ""].join("|");
  return text + crc32c(text).toString(16);
}

/** Reads a record's value. @returns undefined if it is not as it was written */
export function decodeMessage(value: string): Message | undefined {
  const end = value.lastIndexOf("|") + 1;
  if (value.slice(end) !== crc32c(value, end).toString(16)) {
    return undefined;
  }
  const [run = "", producer, sequence, transaction, topic = "", partition, key = ""] = value.split("|");
  return {
    run,
    producer: Number(producer),
    sequence: Number(sequence),
    transaction: Number(transaction),
    topic,
    partition: Number(partition),
    key,
  };
}

/** Castagnoli's polynomial, its bits in reverse. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) {
    crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  }
  return crc;
});

/** The CRC-32C of a text of one-byte characters, up to its character number `end`. @param end @default all of it */
export function crc32c(text: string, end = text.length): number {
  let crc = 0xffffffff;
  for (let i = 0; i < end; i++) {
    crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(i)) & 0xff] ?? 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
