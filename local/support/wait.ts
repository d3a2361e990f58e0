import { setTimeout as sleep } from "node:timers/promises";

export interface WaitOptions {
  /** Milliseconds after which waiting is given up. */
  readonly timeoutMs: number;
  /** Milliseconds between two tries. @default 250 */
  readonly everyMs?: number;
  /** Whether an exception counts as "not yet"; others are thrown on. @default all do */
  readonly retry?: (error: unknown) => boolean;
}

/**
 * Waits for a condition.
 *
 * @param what completes the sentence "… did not come true", for the error
 * @param condition returns a value other than undefined or false once it holds; an exception counts as "not yet"
 * @throws Error with the last exception or "not yet" when the time is up
 */
export async function waitFor<T>(
  what: string,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs, everyMs = 250, retry = () => true }: WaitOptions,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let last: unknown = "not yet";
    try {
      const value = await condition();
      if (value !== undefined && value !== false) {
        return value;
      }
    } catch (error) {
      if (!retry(error)) {
        throw error;
      }
      last = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: gave up after ${timeoutMs / 1000} s (${last instanceof Error ? last.message : last})`);
    }
    await sleep(everyMs);
  }
}
