import { run } from "../../local/support/run";
import { type Outcome, outcomeOf, repository, TEST_CLUSTER } from "./test-platform";

/** Runs a command of package.json on the test cluster's stack. */
export const tryCommand = (name: string, ...args: string[]): Promise<Outcome> =>
  outcomeOf(run("npm", ["run", "--silent", name, "--", "--local", TEST_CLUSTER, ...args], { cwd: repository }));
