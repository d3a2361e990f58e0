/**
 * `npm run environment`: lines for a shell, by which Pulumi and kubectl work on the local cluster, for stacks beside the
 * platform's. Each has a passphrase of its own, so the platform's is not among them.
 *
 *   eval "$(npm run --silent environment)"
 */
import { nameArgument } from "./arguments";
import { requireCluster } from "./cluster/cluster";
import { localStack } from "./stack";
import { runMain } from "./support/user-error";
import { provideToolchain } from "./toolchain/toolchain";

void runMain(async () => {
  const { env } = await localStack(requireCluster(nameArgument("environment")), await provideToolchain());
  const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...shared } = env;
  for (const [name, value] of Object.entries({ ...shared, PATH: process.env.PATH ?? "" })) {
    console.log(`export ${name}=${quoted(value)}`);
  }
});

const quoted = (value: string): string => `'${value.replaceAll("'", "'\\''")}'`;
