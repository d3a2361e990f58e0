import { circumstances, writeResult } from "../tests/support/results";

/** What a benchmark found. */
export interface Outcome {
  /** Its figures, each with its unit in its name. */
  readonly figures: object;
  /** Whether they are within what they may be. */
  readonly within: boolean;
}

/** The middle one of an odd number of values. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Writes figures into bench/results, with the machine and the day that they are of. @returns the file's text */
export function writeResults(name: string, figures: object): string {
  const text = JSON.stringify({ ...circumstances(), ...figures }, undefined, 2);
  writeResult(`bench/results/${name}.json`, text);
  return text;
}
