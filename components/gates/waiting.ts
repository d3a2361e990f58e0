import { setTimeout as sleep } from "node:timers/promises";
import { refusal } from "../../lib/refusal";
import { milliseconds } from "../../lib/units";

/** Something that may be lacking for a while. */
export interface LookArgs {
  /** What it is called, as `Kafka`. */
  readonly what: string;
  /** How long it is looked for, in milliseconds; 0: it is looked for once. */
  readonly patience: number;
  /** Looks once, and says what is lacking; nothing ends the wait. */
  readonly lacks: () => Promise<readonly string[]>;
  readonly progress: (text: string) => void;
  /** Milliseconds between two looks. @default 1000 */
  readonly pause?: number | undefined;
}

/** Something that is waited for. */
export interface WaitArgs extends Omit<LookArgs, "patience"> {
  /** How long to wait: a duration. */
  readonly timeout: string;
  /** What else a person has to know, as further lines; asked for once, when there is nothing left but to give up. */
  readonly diagnosis: () => Promise<readonly string[]>;
  /** What has not been done for the lack of it, as `no topic was touched`. */
  readonly untouched: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/**
 * Looks again and again, until nothing is lacking.
 *
 * @throws {pulumi.RunError} when the time is over, with what is lacking and what to do
 */
export async function waitUntil(args: WaitArgs): Promise<void> {
  const missing = await lackingInTheEnd({ ...args, patience: milliseconds(args.timeout) });
  if (missing.length > 0) {
    const lines = [
      `${args.what} is not ready after ${args.timeout}; ${args.untouched}. What is missing:`,
      ...missing.map((line) => `  ${line}`),
      ...(await args.diagnosis()),
      args.remedy,
    ];
    throw refusal(lines.join("\n"));
  }
}

/**
 * Looks again and again, until nothing is lacking or the time is over; at least once.
 *
 * @returns what is lacking when the time is over
 */
export async function lackingInTheEnd(args: LookArgs): Promise<readonly string[]> {
  const { what, patience, lacks, progress, pause = 1_000 } = args;
  const begin = Date.now();
  const tell = withoutRepetition(progress);
  for (;;) {
    const missing = await lacks();
    if (missing.length === 0 || Date.now() - begin >= patience) {
      return missing;
    }
    tell(`waiting for ${what}: ${missing[0]}${missing.length > 1 ? ` (and ${missing.length - 1} more)` : ""}`);
    await sleep(pause);
  }
}

const repeatAfter = 15_000;

// What stays true is said again from time to time, as a sign of life.
function withoutRepetition(progress: (text: string) => void): (text: string) => void {
  let last = { text: "", at: 0 };
  return (text) => {
    if (text !== last.text || Date.now() - last.at >= repeatAfter) {
      last = { text, at: Date.now() };
      progress(text);
    }
  };
}
