/** Checks the workflows of GitHub Actions, which nothing else here can run. */
import { join, resolve } from "node:path";
import { run } from "../local/support/run";
import { provideLinters } from "../local/toolchain/toolchain";

async function main(): Promise<void> {
  const actionlint = join(await provideLinters(), "actionlint");
  await run(actionlint, ["-shellcheck=", "-pyflakes="], { cwd: resolve(__dirname, ".."), output: "inherit" });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
