/** `npm run pulumi -- ARGS`: Pulumi on the stack of the local cluster, as `npm run up` runs it. */
import { DEFAULT_CLUSTER, requireCluster } from "./cluster/cluster";
import { localStack, pulumi } from "./stack";
import { CommandError } from "./support/run";
import { runMain } from "./support/user-error";
import { provideToolchain } from "./toolchain/toolchain";

void runMain(async () => {
  const stack = await localStack(requireCluster(DEFAULT_CLUSTER), await provideToolchain());
  try {
    await pulumi(stack, process.argv.slice(2), {
      output: "inherit",
      interactive: true,
      env: { PULUMI_STACK: stack.name },
    });
  } catch (error) {
    if (!(error instanceof CommandError)) {
      throw error;
    }
    process.exitCode = typeof error.exitCode === "number" ? error.exitCode : 1; // Pulumi has said why
  }
});
