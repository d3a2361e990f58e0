/**
 * `npm run adopt`: takes over what is on a stack's cluster and the program does not know. Nothing on the cluster is
 * changed.
 *
 * - Topics and users that the catalog does not know get entries there, exactly as they are. What the cluster does not
 *   tell is said by `--owner`, `--purpose`, `--classification`, `--class` and `--namespace`, for all that are taken over
 *   at once; NAME … restricts these entries to some. Where nothing of it is said, this part is left out.
 * - What the catalog has, and the cluster, and not the state, is taken into the state.
 * - With `--passwords`, users whom the cluster has, and the state does not remember, are the program's: the next update
 *   gives them its passwords, which it refuses otherwise.
 *
 * What is left alone is listed, with the reasons. `--dry-run` shows what would be done. It asks before, unless called
 * with `--yes`. It can be run again wherever it was interrupted.
 */
import { catalog } from "../catalog/catalog";
import { reportMistakes } from "../lib/mistakes";
import { writeWhole } from "../local/support/files";
import { runMain, UserError } from "../local/support/user-error";
import { changedFiles } from "./adopt/catalog-edit";
import { claimed } from "./adopt/passwords";
import { type Left, propose, unknownTo } from "./adopt/proposal";
import { saidBy, type Texts } from "./adopt/said";
import { type Step, takeover } from "./adopt/takeover";
import { confirm } from "./confirm";
import { type Inventory, withoutOwn } from "./inventory/inventory";
import { withoutOwned } from "./inventory/owned";
import { pendingOperations } from "./repair/settle";
import type { ExportedState } from "./state";
import { exported, store } from "./stored-state";
import { called, inventoryOf, type Target } from "./target";

type Flags = Readonly<Record<"dry-run" | "yes" | "passwords", boolean>>;

void runMain(async () => {
  const { target, flags, texts, names } = await called("adopt", {
    texts: ["owner", "purpose", "classification", "class", "namespace"],
    flags: ["dry-run", "yes", "passwords"],
    names: true,
  });
  await settledState(target);
  const live = withoutOwned(catalog.applications, withoutOwn(await inventoryOf(target)));
  if (flags.passwords) {
    await claimUsers(target, live, flags);
  }
  await intoCatalog(target, live, { texts, names, flags });
  await intoState(target, live, flags);
});

async function claimUsers(target: Target, live: Inventory, flags: Flags): Promise<void> {
  const state = await settledState(target);
  const { users, state: next } = claimed(state, catalog.applications, live);
  say("Users who get the program's passwords with the next pulumi up", users);
  if (users.length === 0 || flags["dry-run"]) {
    return;
  }
  if (!flags.yes) {
    await confirm("To lock out whoever has other passwords of theirs", target.stack, "The state was not changed");
  }
  await store(target, state, next);
}

interface Asked {
  readonly texts: Texts;
  readonly names: readonly string[];
  readonly flags: Flags;
}

async function intoCatalog(target: Target, live: Inventory, { texts, names, flags }: Asked): Promise<void> {
  const unknown = unknownTo(catalog, live).filter(({ kind }) => kind === "topic" || kind === "user");
  // What the catalog has by now may still be missing in the state.
  const known = [
    ...unknown.map(({ name }) => name),
    ...Object.keys(catalog.topics),
    ...Object.keys(catalog.applications),
  ];
  const strangers = names.filter((name) => !known.includes(name));
  if (strangers.length > 0) {
    throw new UserError(
      `No topic or user is called ${strangers.join(" or ")}; nothing was changed. npm run drift names those that the ` +
        "catalog does not know.",
    );
  }
  const meant = unknown.filter(({ name }) => names.length === 0 || names.includes(name));
  if (names.length === 0 && Object.values(texts).every((text) => text === undefined)) {
    say(
      "Not in the catalog (say --owner and more to write entries)",
      meant.map(({ kind, name }) => `${kind} ${name}`),
    );
    return;
  }
  const said = saidBy(texts, [
    ...(meant.some(({ kind }) => kind === "topic") ? (["topics"] as const) : []),
    ...(meant.some(({ kind }) => kind === "user") ? (["applications"] as const) : []),
  ]);
  if ("mistakes" in said) {
    throw new UserError(reportMistakes("the arguments", said.mistakes));
  }
  const proposal = propose(catalog, live, said.said, (name) => names.length === 0 || names.includes(name));
  const files = await changedFiles(proposal);
  for (const { file, entries } of files) {
    console.log(`Into ${file}:\n${entries}`);
  }
  sayLeft(proposal.left);
  if (files.length === 0) {
    console.log("There are no new entries for the catalog.\n");
    return;
  }
  if (flags["dry-run"]) {
    console.log("With these entries, what they name would go into the state.\n");
    return;
  }
  if (!flags.yes) {
    await confirm("To write this into the catalog", target.stack);
  }
  for (const { path, text } of files) {
    writeWhole(path, text);
  }
}

async function intoState(target: Target, live: Inventory, flags: Flags): Promise<void> {
  const steps = await previewOf(target);
  const state = await settledState(target);
  const { taken, left, state: next } = takeover(state, steps, live);
  say(
    `Into the state of ${target.stack}`,
    taken.flatMap(({ what, differs }) => [what, ...differs.map((detail) => `  ${detail}: pulumi up changes it`)]),
  );
  sayLeft(left);
  if (taken.length === 0 || flags["dry-run"]) {
    return;
  }
  if (!flags.yes) {
    await confirm("To take this into the state", target.stack, "The state was not changed");
  }
  await store(target, state, next);
  console.log("Nothing on the cluster was changed. pulumi preview shows what pulumi up would.");
}

async function settledState(target: Target): Promise<ExportedState> {
  const state = await exported(target);
  if (pendingOperations(state).length > 0) {
    throw new UserError("The state is that of an interrupted run, and was not changed. npm run repair mends it.");
  }
  return state;
}

async function previewOf(target: Target): Promise<readonly Step[]> {
  try {
    return (JSON.parse(await target.pulumi(["preview", "--json"])) as { steps?: Step[] }).steps ?? [];
  } catch (error) {
    if (error instanceof UserError) {
      throw new UserError(
        "The state was not changed, for pulumi preview fails. Run it, mend what it names, and run this again.",
      );
    }
    throw error;
  }
}

function say(title: string, lines: readonly string[]): void {
  console.log(`${title}:\n${(lines.length === 0 ? ["nothing"] : lines).map((line) => `  ${line}`).join("\n")}\n`);
}

function sayLeft(left: readonly Left[]): void {
  if (left.length > 0) {
    say(
      'Left alone (what to do: docs/operations.md, "Taking over what is there")',
      left.flatMap(({ what, reasons }) => [what, ...reasons.map((reason) => `  ${reason}`)]),
    );
  }
}
