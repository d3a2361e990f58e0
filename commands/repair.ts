/**
 * `npm run repair`: after a killed `pulumi up`, brings the state in line with the cluster. The state says which
 * operations were under way, and not how they ended.
 *
 * - What was being changed or deleted is read from the cluster, or settings that have gone back since would find their
 *   own values in the state, and change nothing. Nothing else is read.
 * - What was being made is taken over where it is there, and made again by the next `pulumi up` where it is not.
 *
 * `--cancel` lets go of the stack's lock before; who calls it so has made sure that nobody is at it.
 */
import { step } from "../local/support/progress";
import { runMain } from "../local/support/user-error";
import { waitFor } from "../local/support/wait";
import type { Inventory } from "./inventory/inventory";
import { liveInventory } from "./inventory/live";
import { isKafkas, pendingOperations, settled, unsure } from "./repair/settle";
import type { ExportedState } from "./state";
import { accessOf, called, settingsOf, type Target } from "./target";

void runMain(async () => {
  const { target, cancel } = await called("repair");
  if (cancel) {
    await target.cancel();
  }
  const state = await exported(target);
  const pending = pendingOperations(state).length;
  if (pending === 0) {
    console.error("Nothing is left of an interrupted run.");
    return;
  }
  await step(`${pending} operations of an interrupted run`, () => settle(target, state));
});

async function settle(target: Target, state: ExportedState): Promise<void> {
  const live = pendingOperations(state).some(isKafkas) ? await untilBrokersTell(target) : nothing;
  const targets = unsure(state, live !== undefined).flatMap((urn) => ["--target", urn]);
  const read =
    targets.length === 0 || (await succeeds(target.pulumi(["refresh", "--yes", "--skip-preview", ...targets])));
  if (live === undefined || !read) {
    console.error(
      "  Not all of it can be read from the cluster. What was to be made is settled by the next run. What was to be " +
        "changed may have been: when the brokers are up, run this again, or pulumi refresh, and then pulumi up.",
    );
  }
  if (live !== undefined) {
    // A refresh that failed leaves the operations where they were.
    await target.pulumi(["stack", "import"], { input: JSON.stringify(settled(await exported(target), live)) });
  }
}

const nothing: Inventory = { topics: {}, users: {}, rules: [], quotas: {} };

/** Something of Kafka's is only ever pending once the brokers were up: gives them time to be so again. */
async function untilBrokersTell(target: Target): Promise<Inventory | undefined> {
  const settings = settingsOf(target);
  const ask = async () => liveInventory(await accessOf(settings));
  try {
    return await waitFor("the brokers", ask, { timeoutMs: 300_000, everyMs: 5_000 });
  } catch {
    return undefined;
  }
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

const exported = async ({ pulumi }: Target): Promise<ExportedState> =>
  JSON.parse(await pulumi(["stack", "export"])) as ExportedState;
