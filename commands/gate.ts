/**
 * `npm run gate`: what a change will do, before it is made, for a pull request. It changes nothing.
 *
 *   npm run gate -- --stack NAME [--stack NAME …] | --local CLUSTER [--markdown FILE] [--json FILE]
 *
 * It previews each stack with the policy pack, compares the cluster with the state, and writes one report: as Markdown
 * where people read it, as JSON for machines. It exits with 0 where the change may be made, with 1 where it is refused,
 * and with 2 where that could not be found out.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalog } from "../catalog/catalog";
import { mayGo } from "../lib/harms";
import { reportMistakes } from "../lib/mistakes";
import { step } from "../local/support/progress";
import { run } from "../local/support/run";
import { runMain, UserError } from "../local/support/user-error";
import { rules } from "../policy/index";
import { markdownOf } from "./gate/markdown";
import { mistakesIn, policyConfigOf } from "./gate/policy-config";
import { type Preview, previewOf } from "./gate/preview";
import { reportOf, type StackReport } from "./gate/report";
import { stateApplications, stateInventory } from "./gate/state-inventory";
import { compare } from "./inventory/compare";
import { withoutOwn } from "./inventory/inventory";
import { withoutOwned } from "./inventory/owned";
import { exported } from "./stored-state";
import { inventoryOf, localTarget, remoteTarget, repository, type Target } from "./target";

const usage = "usage: npm run gate -- --stack NAME [--stack NAME …] | --local CLUSTER [--markdown FILE] [--json FILE]";

function parsed() {
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      options: { stack: { type: "string", multiple: true }, local: text, markdown: text, json: text },
    });
    return values;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage}`);
  }
}

const unknown = 2;

async function gate(): Promise<void> {
  let code = unknown;
  await runMain(async () => {
    const { stack = [], local, markdown, json } = parsed();
    if ((stack.length === 0) === (local === undefined)) {
      throw new UserError(`Which stack?\n\n${usage}`);
    }
    // A pack that was built from other rules would judge by those.
    await step("The policy pack", () => run("npm", ["run", "--silent", "build", "-w", "policy"], { cwd: repository }));
    const targets = local === undefined ? stack.map(remoteTarget) : [await localTarget(local)];
    const reports: StackReport[] = [];
    for (const target of targets) {
      reports.push(await reported(target));
    }
    const text = markdownOf(reports);
    if (markdown !== undefined) {
      writeFileSync(markdown, text);
    }
    if (json !== undefined) {
      writeFileSync(json, `${JSON.stringify(reports, undefined, 2)}\n`);
    }
    process.stdout.write(text);
    const isUnknown = reports.some(({ drift }) => typeof drift === "string");
    code = reports.some(({ refused }) => refused) ? 1 : isUnknown ? unknown : 0;
  });
  process.exitCode = code;
}

/** Finds out everything about a change of one stack. */
async function reported(target: Target): Promise<StackReport> {
  const { stack } = target;
  return reportOf({
    stack,
    preview: await step(`${stack}: preview`, () => previewed(target)),
    drift: await step(`${stack}: drift`, () => driftOf(target)),
    mayGo: (topic) => mayGo(catalog.waivers, topic),
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
async function driftOf(target: Target): Promise<StackReport["drift"]> {
  const state = await exported(target);
  if ((state.deployment.resources ?? []).length === 0) {
    return []; // nothing was made yet
  }
  try {
    const live = withoutOwned(stateApplications(state), withoutOwn(await inventoryOf(target)));
    return compare(withoutOwn(stateInventory(state)), live);
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

void gate();
