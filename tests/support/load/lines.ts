import { createReadStream } from "node:fs";

const NEWLINE = 10;

/**
 * Gives every line of a file, of any size. What follows the last end of a line is left out: a process died while it
 * wrote that.
 */
export async function forEachLine(file: string, use: (line: string) => void): Promise<void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    const whole = Buffer.concat([rest, chunk.subarray(0, end)]).toString("latin1");
    rest = Buffer.from(chunk.subarray(end + 1));
    for (const line of whole.split("\n")) {
      use(line);
    }
  }
}
