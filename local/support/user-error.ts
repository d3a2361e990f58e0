/**
 * A mistake or a lack that a person can mend. Commands print its message without a stack trace and exit with 1.
 * The message says what was found and what to do about it.
 */
export class UserError extends Error {
  override readonly name = "UserError";
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
