/**
 * A mistake or a lack that a person can mend. Commands print its message without a stack trace and exit with 1.
 * The message says what was found and what to do about it.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** @throws {UserError} unless this is root: anybody else would look for clusters in a cache of their own */
export function requireRoot(): void {
  if (process.getuid?.() !== 0) {
    throw new UserError("Local clusters belong to root. Run the command again with sudo.");
  }
}

/** Runs a command's main function: prints a {@link UserError} plainly, anything else with its stack; exits with 1. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof UserError) {
      console.error(`\n${error.message}`);
    } else {
      console.error(error instanceof Error ? error.stack : error);
    }
    process.exitCode = 1;
  }
}
