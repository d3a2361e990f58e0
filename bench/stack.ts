import { type LocalStack, pulumi } from "../local/stack";

/** Brings a stack up, with nothing asked and nothing shown. */
export const up = (stack: LocalStack) =>
  pulumi(stack, ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name]);

/** Takes a stack away with all that it protects, so that another one can have its place. */
export async function destroy(stack: LocalStack): Promise<void> {
  await pulumi(stack, ["state", "unprotect", "--all", "--yes", "--stack", stack.name]);
  await pulumi(stack, ["destroy", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name]);
}
