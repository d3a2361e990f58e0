import { CommandError, run } from "../../local/support/run";
import { type Outcome, repository, TEST_CLUSTER } from "./test-platform";

/** Runs a command of package.json on the test cluster's stack. */
export async function tryCommand(name: string, ...args: string[]): Promise<Outcome> {
  try {
    const output = await run("npm", ["run", "--silent", name, "--", "--local", TEST_CLUSTER, ...args], {
      cwd: repository,
    });
    return { exitCode: 0, output };
  } catch (error) {
    if (error instanceof CommandError) {
      return { exitCode: error.exitCode, output: `${error.stdout}\n${error.stderr}` };
    }
    throw error;
  }
}
