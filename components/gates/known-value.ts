import * as pulumi from "@pulumi/pulumi";

/** A value, or what an output comes to; nothing where this run does not get to know it. */
export async function knownValue(value: unknown): Promise<unknown> {
  if (!pulumi.Output.isInstance(value)) {
    return value;
  }
  // No part of Output's interface for programs: apply() would never run for an unknown value.
  const { isKnown, promise } = value as unknown as { isKnown: Promise<boolean>; promise: () => Promise<unknown> };
  return (await isKnown) ? promise.call(value) : undefined;
}
