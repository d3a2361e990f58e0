/** Lines that are told. */
const LINES = 15;

const GIVEN_UP = /^producer \d+ (?:gave up|aborted transaction|begins anew)/;

/**
 * Those lines of a load's log that tell the most: what came before a producer first gave something up, each reason that
 * any gave for it, and the last ones.
 */
export function tellingWords(log: string): string {
  const lines = log.trim().split("\n");
  const last = lines.slice(-LINES);
  const first = lines.findIndex((line) => GIVEN_UP.test(line));
  if (first < 0) {
    return last.join("\n");
  }
  const before = lines.slice(Math.max(0, first - LINES), first);
  const reasons = new Map(lines.filter((line) => GIVEN_UP.test(line)).map((line) => [line.replace(/\d+/g, "N"), line]));
  return [...before, ...[...reasons.values()].slice(0, LINES), "…", ...last].join("\n");
}
