/**
 * Runs suites one after the other, all of them whatever fails, and ends with one line that adds them up.
 *
 *   tests/run.ts SUITE...
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { bin, type Counts, onCluster, runMocha } from "./support/run-mocha";

const root = resolve(__dirname, "..");

/** Commands that check the sources; each counts as one test. */
const STATIC_CHECKS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "formatting and lint": [bin("biome"), "check", "--error-on-warnings", "."],
  types: [bin("tsc"), "-p", "."],
  "import boundaries": [bin("depcruise"), "--config", ".dependency-cruiser.cjs", ...sourceFolders()],
  workflows: [process.execPath, "-r", "ts-node/register", "tests/workflows.ts"],
};

const SUITES: Readonly<Record<string, () => Counts>> = {
  static: () => commands(STATIC_CHECKS),
  go: () => commands({ "tests of the Go programs": [process.execPath, "-r", "ts-node/register", "tests/go.ts"] }),
  unit: () => runMocha([testsOf("unit")]),
  components: () => runMocha([testsOf("components")]),
  policy: () => runMocha([testsOf("policy")]),
  e2e: () => runMocha([...onCluster, "--timeout=1200000", testsOf("e2e")]),
};

const testsOf = (suite: string) => `tests/${suite}/**/*.test.ts`;

function sourceFolders(): string[] {
  const program = ["index.ts", "components", "config", "catalog", "contract", "lib"];
  return [...program, "policy", "examples", "commands", "local", "tests", "bench"];
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
