/**
 * `npm run gate`: what a change will do, before it is made, for a pull request. It changes nothing.
 *
 *   npm run gate -- --stack NAME [--stack NAME …] | --local CLUSTER [--markdown FILE] [--json FILE] [--base REF]
 *
 * It previews each stack with the policy pack, compares the cluster with the state, and writes one report: as Markdown
 * where people read it, as JSON for machines. It exits with 0 where the change may be made, with 1 where it is refused,
 * and with 2 where that could not be found out. What could not be found out of one stack is in the report as well.
 *
 * By --base, or on GitHub, it knows into which branch the change is to go, and says which of the files that judge it are
 * changed by it.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalog } from "../catalog/catalog";
import { reportMistakes } from "../lib/mistakes";
import { step } from "../local/support/progress";
import { CommandError, run } from "../local/support/run";
import { runMain, UserError } from "../local/support/user-error";
import { rules } from "../policy/index";
import { changedJudges } from "./gate/judges";
import { markdownOf } from "./gate/markdown";
import { mistakesIn, policyConfigOf } from "./gate/policy-config";
import { type Preview, previewOf } from "./gate/preview";
import { exitCodeOf, reportOf, type StackReport } from "./gate/report";
import { stateApplications, stateInventory } from "./gate/state-inventory";
import { compare, type Difference } from "./inventory/compare";
import { withoutOwn } from "./inventory/inventory";
import { withoutOwned } from "./inventory/owned";
import type { ExportedState } from "./state";
import { exported } from "./stored-state";
import { inventoryOf, localTarget, remoteTarget, repository, type Target } from "./target";

const usage =
  "usage: npm run gate -- --stack NAME [--stack NAME …] | --local CLUSTER [--markdown FILE] [--json FILE] [--base REF]";

function parsed() {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      options: { stack: { type: "string", multiple: true }, local: text, markdown: text, json: text, base: text },
    });
    return values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
}

async function gate(): Promise<void> {
  let code = 2;
  await runMain(async () => {
    const { stack = [], local, markdown, json, base } = parsed();
    if ((stack.length === 0) === (local === undefined)) {
      throw new UserError(`Which stack?\n\n${usage}`);
    }
    // A pack that was built from other rules would judge by those.
    const pack = await known(() =>
      step("The policy pack", () => run("npm", ["run", "--silent", "build", "-w", "policy"], { cwd: repository })),
    );
    const judges = await changedJudges(repository, base);
    const targets = local === undefined ? stack.map(remoteTarget) : [await localTarget(local)];
    const reports: StackReport[] = [];
    for (const target of targets) {
      reports.push(await reported(target, pack, judges));
    }
    const text = markdownOf(reports);
    if (markdown !== undefined) {
      writeFileSync(markdown, text);
    }
    if (json !== undefined) {
      writeFileSync(json, `${JSON.stringify(reports, undefined, 2)}\n`);
    }
    process.stdout.write(text);
    code = exitCodeOf(reports);
  });
  process.exitCode = code;
}

/** What was found, or why nothing was. */
type Known<T> = { readonly found: T } | { readonly why: string };

/** What work finds, or why it finds nothing: the report is for that, too. */
async function known<T>(work: () => Promise<T>): Promise<Known<T>> {
  try {
    return { found: await work() };
  } catch (error) {
    if (error instanceof UserError || error instanceof CommandError) {
      return { why: error.message };
    }
    throw error;
  }
}

/** Finds out everything about a change of one stack. */
async function reported(target: Target, pack: Known<unknown>, judges: readonly string[]): Promise<StackReport> {
  const { stack } = target;
  const preview = "why" in pack ? pack : await known(() => step(`${stack}: preview`, () => previewed(target)));
  const state = await known(() => exported(target));
  const drift = "why" in state ? state : await known(() => step(`${stack}: drift`, () => driftOf(target, state.found)));
  return reportOf({
    stack,
    preview: "why" in preview ? preview.why : preview.found,
    drift: "why" in drift ? drift.why : drift.found,
    waivers: catalog.waivers,
    ...("found" in state && { stored: { state: state.found, catalog } }),
    judges,
  });
}

async function previewed({ stack, attempt }: Target): Promise<Preview> {
  const config = policyConfigOf(stack);
  const mistakes = config === undefined ? [] : mistakesIn(config, rules);
  if (mistakes.length > 0) {
    throw new UserError(reportMistakes("the configuration of policies", mistakes));
  }
  const pack = ["--policy-pack", join(repository, "policy")];
  const printed = await attempt(
    ["preview", "--json", ...pack, ...(config === undefined ? [] : ["--policy-pack-config", config])],
    // Each event when it comes, and policies' among them.
    { env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } },
  );
  const preview = previewOf(printed);
  const isSilent = preview.errors.length === 0 && preview.verdicts.every(({ mandatory }) => !mandatory);
  // What was cut off, or judged by nobody, has not passed.
  if (isSilent && (!preview.isWhole || preview.policies === 0)) {
    const end = printed.trim().split("\n").slice(-15).join("\n");
    throw new UserError(
      `pulumi preview of ${stack} did not come to its end, or no policy was asked. It ended with:\n${end}`,
    );
  }
  return preview;
}

/** In what the cluster differs from the state: the change has no part in that. */
async function driftOf(target: Target, state: ExportedState): Promise<readonly Difference[]> {
  if ((state.deployment.resources ?? []).length === 0) {
    return []; // nothing was made yet
  }
  const live = withoutOwned(stateApplications(state), withoutOwn(await inventoryOf(target)));
  return compare(withoutOwn(stateInventory(state)), live);
}

void gate();
