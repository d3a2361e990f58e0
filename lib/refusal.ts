import * as pulumi from "@pulumi/pulumi";

/**
 * An error that a person can mend: Pulumi prints its message and nothing else, and exits with a code that is not 0.
 */
export function refusal(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  // Pulumi formats the stack of every error, shown or not, in colour; Node 22 needs 16 seconds for that where a frame
  // lies in a file right below a scoped package, as Pulumi's own do.
  delete error.stack;
  return error;
}
