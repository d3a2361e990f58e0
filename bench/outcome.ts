import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";

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
  const machine = { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) };
  const text = JSON.stringify({ day: new Date().toISOString().slice(0, 10), machine, ...figures }, undefined, 2);
  const file = join(__dirname, "results", `${name}.json`);
  mkdirSync(join(__dirname, "results"), { recursive: true });
  writeFileSync(file, text);
  const biome = join(__dirname, "..", "node_modules", ".bin", "biome");
  execFileSync(biome, ["format", "--write", file], { stdio: "ignore" });
  return text;
}
