/**
 * `npm run unprotect`: takes protection, and the guards of deletions, from everything in a stack's state, so that
 * `pulumi destroy` may delete it. The next `pulumi up` puts them back. It asks before, unless called with `--yes`.
 */
import { runMain } from "../local/support/user-error";
import { confirm } from "./confirm";
import { protectedNames, unprotected } from "./state";
import { exported, store } from "./stored-state";
import { called } from "./target";

void runMain(async () => {
  const { target, flags } = await called("unprotect", { flags: ["yes"] });
  const state = await exported(target);
  const names = protectedNames(state);
  if (names.length === 0) {
    console.log("Nothing in this stack is protected.");
    return;
  }
  console.log(`Protected in ${target.stack}:\n${names.map((name) => `  ${name}`).join("\n")}`);
  if (!flags.yes) {
    await confirm("To let all of it be deleted", target.stack);
  }
  await store(target, state, unprotected(state));
  console.log(`Nothing in ${target.stack} is protected any more: pulumi destroy deletes it, with all records.`);
});
