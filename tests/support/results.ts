/** Files that measurements leave in the repository. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { repository } from "./test-platform";

/** Where and when it was measured. */
export const circumstances = () => ({
  day: new Date().toISOString().slice(0, 10),
  machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30) },
});

/** Writes a file, formatted as all others. @param path in the repository */
export function writeResult(path: string, text: string): void {
  const file = join(repository, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  execFileSync(join(repository, "node_modules", ".bin", "biome"), ["format", "--write", file], { stdio: "ignore" });
}
