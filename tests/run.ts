/**
 * Runs suites one after the other, all of them whatever fails, and ends with one line that adds them up.
 *
 *   tests/run.ts SUITE...
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "..");

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const bin = (name: string) => join(root, "node_modules", ".bin", name);

/** Commands that check the sources; each counts as one test. */
const STATIC_CHECKS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "formatting and lint": [bin("biome"), "check", "--error-on-warnings", "."],
  types: [bin("tsc"), "-p", "."],
  "import boundaries": [bin("depcruise"), "--config", ".dependency-cruiser.cjs", ...sourceFolders()],
};

/** Of tests on a cluster: shows it when one has failed. */
const onCluster = ["--require=ts-node/register", "--require=./tests/support/diagnosis.ts"];

const SUITES: Readonly<Record<string, () => Counts>> = {
  static: () => commands(STATIC_CHECKS),
  go: () => commands({ "tests of the Go programs": [process.execPath, "-r", "ts-node/register", "tests/go.ts"] }),
  unit: () => mocha("unit"),
  components: () => mocha("components"),
  policy: () => mocha("policy"),
  e2e: () => mocha("e2e", [...onCluster, "--timeout=1200000", "--bail", "--exit"]),
};

function sourceFolders(): string[] {
  return ["index.ts", "components", "config", "catalog", "contract", "lib", "policy", "local", "tests", "bench"];
}

function commands(checks: Readonly<Record<string, readonly [string, ...string[]]>>): Counts {
  let failed = 0;
  for (const [title, [command, ...args]] of Object.entries(checks)) {
    const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
    console.log(`  ${status === 0 ? "✔" : "✖"} ${title}`);
    failed += status === 0 ? 0 : 1;
  }
  return { passed: Object.keys(checks).length - failed, failed };
}

function mocha(suite: string, options: readonly string[] = []): Counts {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
  const countsFile = join(dir, "counts.json");
  try {
    const reporter = join(__dirname, "support", "reporter.ts");
    const args = ["--reporter", reporter, ...options, `tests/${suite}/**/*.test.ts`];
    const { status } = spawnSync(bin("mocha"), args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, COUNTS_FILE: countsFile },
    });
    const { passes, failures } = JSON.parse(readFileSync(countsFile, "utf8")) as { passes: number; failures: number };
    // A process that died after its last test, or found none, has not passed.
    const broken = failures === 0 && (status !== 0 || passes === 0);
    return { passed: passes, failed: failures + (broken ? 1 : 0) };
  } catch (error) {
    console.error(`The suite ${suite} did not run to its end: ${(error as Error).message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function main(names: readonly string[]): void {
  const unknown = names.filter((name) => !(name in SUITES));
  if (names.length === 0 || unknown.length > 0) {
    console.error(`usage: tests/run.ts SUITE...   (${Object.keys(SUITES).join(", ")})`);
    process.exitCode = 2;
    return;
  }
  const totals = { passed: 0, failed: 0 };
  for (const name of names) {
    console.log(`\n== ${name}`);
    const { passed, failed } = SUITES[name]?.() ?? { passed: 0, failed: 1 };
    totals.passed += passed;
    totals.failed += failed;
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2));
