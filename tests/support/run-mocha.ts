import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..", "..");

/** How many tests passed, and how many did not. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Where a command of the development dependencies is. */
export const bin = (name: string): string => join(root, "node_modules", ".bin", name);

/** For tests on a cluster: shows it when one has failed. */
export const onCluster = ["--require=ts-node/register", "--require=./tests/support/diagnosis.ts", "--bail", "--exit"];

/**
 * Runs mocha to its end in a process of its own.
 *
 * @param args its options and files
 * @param env further environment variables
 * @returns at least one failure where the process died, or found no test
 */
export function runMocha(args: readonly string[], env: Readonly<Record<string, string>> = {}): Counts {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
  const countsFile = join(dir, "counts.json");
  try {
    const { status } = spawnSync(bin("mocha"), ["--reporter", join(__dirname, "reporter.ts"), ...args], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env, COUNTS_FILE: countsFile },
    });
    const { passes, failures } = JSON.parse(readFileSync(countsFile, "utf8")) as { passes: number; failures: number };
    // A process that died after its last test, or found none, has not passed.
    const broken = failures === 0 && (status !== 0 || passes === 0);
    return { passed: passes, failed: failures + (broken ? 1 : 0) };
  } catch (error) {
    console.error(`mocha ${args.at(-1)} did not run to its end: ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
