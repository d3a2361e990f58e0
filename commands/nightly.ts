/**
 * `npm run nightly -- --stack NAME [--stack NAME …]`: whether what is deployed still keeps to the policies, which
 * `pulumi policy analyze` tells from the state (Pulumi 3.229 or newer), and whether the clusters are what the program says.
 *
 * It changes nothing, and exits with 0 where all is well, with 1 where something is not, and with 2 where that could not
 * be found out.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { reportMistakes } from "../lib/mistakes";
import { CommandError, run } from "../local/support/run";
import { runMain, UserError } from "../local/support/user-error";
import { rules } from "../policy/index";
import { mistakesIn, policyConfigOf } from "./gate/policy-config";
import { repository } from "./target";

// Options of the program that no state has: the gate has judged them.
const unknownInState = ["access-replaced-in-order"];

const usage = "usage: npm run nightly -- --stack NAME [--stack NAME …]";

const unknown = 2;

async function nightly(): Promise<void> {
  let code = unknown;
  await runMain(async () => {
    const stacks = asked();
    await run("npm", ["run", "--silent", "build", "-w", "policy"], { cwd: repository });
    const codes: number[] = [];
    for (const stack of stacks) {
      codes.push(await judged(stack), await told("npm", ["run", "--silent", "drift", "--", "--stack", stack]));
    }
    code = Math.max(...codes);
  });
  process.exitCode = code;
}

function asked(): readonly string[] {
  try {
    const { stack = [] } = parseArgs({ options: { stack: { type: "string", multiple: true } } }).values;
    if (stack.length > 0) {
      return stack;
    }
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
  throw new UserError(`Which stack?\n\n${usage}`);
}

/** Judges the state of a stack. @returns 0 where it keeps to all policies, and 1 where it does not, or cannot be judged */
async function judged(stack: string): Promise<number> {
  const file = policyConfigOf(stack);
  const mistakes = file === undefined ? [] : mistakesIn(file, rules);
  if (mistakes.length > 0) {
    throw new UserError(reportMistakes("the configuration of policies", mistakes));
  }
  const given = file === undefined ? {} : (JSON.parse(readFileSync(file, "utf8")) as object);
  const off = Object.fromEntries(unknownInState.map((name) => [name, { enforcementLevel: "disabled" }]));
  const folder = mkdtempSync(join(tmpdir(), "kafka-platform-nightly-"));
  try {
    const config = join(folder, "policies.json");
    writeFileSync(config, JSON.stringify({ ...given, ...off }));
    const pack = ["--policy-pack", join(repository, "policy"), "--policy-pack-config", config];
    // Pulumi has no other code for what it could not judge.
    return Math.min(1, await told("pulumi", ["-C", repository, "policy", "analyze", "--stack", stack, ...pack]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a command to its end, and shows what it says. @returns its exit code, or 1 where there is none */
async function told(command: string, args: readonly string[]): Promise<number> {
  try {
    console.log(await run(command, [...args], { cwd: repository }));
    return 0;
  } catch (error) {
    if (error instanceof CommandError) {
      console.log(`${error.stdout}\n${error.stderr}`);
      return Number(error.exitCode) || 1;
    }
    throw error;
  }
}

void nightly();
