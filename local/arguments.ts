import { parseArgs } from "node:util";
import { DEFAULT_CLUSTER } from "./cluster/cluster";
import { UserError } from "./support/user-error";

/** The cluster that `--name` names, for a command that takes nothing else. */
export function nameArgument(command: string): string {
  try {
    return parseArgs({ options: { name: { type: "string", default: DEFAULT_CLUSTER } } }).values.name;
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\nusage: npm run ${command} [-- --name NAME]`);
  }
}
