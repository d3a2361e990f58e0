/**
 * `npm run repair`: after a killed `pulumi up`, brings the state in line with the cluster. The state says which
 * operations were under way, and not how they ended.
 *
 * - What was being changed or deleted is read from the cluster, or settings that have gone back since would find their
 *   own values in the state, and change nothing. Nothing else is read.
 * - What was being made is taken over where it is there, and made again by the next `pulumi up` where it is not.
 * - What stands in the state twice, since a run was refused that gave it another name, stands there once.
 *
 * `--cancel` lets go of the stack's lock before; who calls it so has made sure that nobody is at it.
 */
import { step } from "../local/support/progress";
import { runMain, UserError } from "../local/support/user-error";
import { waitFor } from "../local/support/wait";
import type { Inventory } from "./inventory/inventory";
import { isKafkas, pendingOperations, perhapsMade, settled, unsure } from "./repair/settle";
import { twins, withoutTwins } from "./repair/twins";
import type { ExportedState } from "./state";
import { exported, store } from "./stored-state";
import { called, inventoryOf, settingsOf, type Target } from "./target";

void runMain(async () => {
  const { target, flags } = await called("repair", { flags: ["cancel"] });
  if (flags.cancel) {
    await target.cancel();
  }
  const state = await exported(target);
  const pending = pendingOperations(state).length;
  if (pending > 0) {
    await step(`${pending} operations of an interrupted run`, () => settle(target, state));
  }
  const next = pending > 0 ? await exported(target) : state;
  const twice = twins(next).length;
  if (twice > 0) {
    await step(`${twice} resources that the state has twice`, () => store(target, next, withoutTwins(next)));
  }
  if (pending === 0 && twice === 0) {
    console.error("Nothing is left of an interrupted run.");
  }
});

async function settle(target: Target, state: ExportedState): Promise<void> {
  const live = pendingOperations(state).some(isKafkas) ? await untilBrokersTell(target) : nothing;
  await read(target, unsure(state, live !== undefined));
  if (live === undefined) {
    throw new UserError(
      "What was Kafka's is left as it was: no broker tells how it is now. Run this again when the brokers are up. Where " +
        "pulumi up has to bring them up first, run pulumi up --refresh once after that.",
    );
  }
  const next = await exported(target);
  await store(target, next, settled(next, live));
  await read(target, perhapsMade(state));
}

/** Reads resources of the state from the cluster; what is not there leaves the state. */
async function read(target: Target, urns: readonly string[]): Promise<void> {
  if (urns.length > 0) {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    await target.pulumi(["refresh", "--yes", "--skip-preview", ...targets]);
  }
}

const nothing: Inventory = { topics: {}, users: {}, rules: [], quotas: {} };

/** Something of Kafka's is only ever pending once the brokers were up: gives them time to be so again. */
async function untilBrokersTell(target: Target): Promise<Inventory | undefined> {
  settingsOf(target); // mistakes in them do not pass by waiting
  try {
    return await waitFor("the brokers", () => inventoryOf(target), { timeoutMs: 300_000, everyMs: 5_000 });
  } catch {
    return undefined;
  }
}
