import { createInterface } from "node:readline/promises";
import { UserError } from "../local/support/user-error";

/**
 * Asks for a stack's name before something is done to it.
 *
 * @param purpose as `To let all of it be deleted`
 * @param otherwise what to say where it is not to be done, as `Nothing was changed`
 * @throws {UserError} where that is not given, or nobody is there to be asked
 */
export async function confirm(purpose: string, stack: string, otherwise = "Nothing was changed"): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new UserError(`There is nobody to ask. ${otherwise}. With --yes, nobody is asked.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${purpose}, type the stack's name: `);
  terminal.close();
  if (answer.trim() !== stack) {
    throw new UserError(`That is not its name. ${otherwise}.`);
  }
}
