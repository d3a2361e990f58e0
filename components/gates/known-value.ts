import * as pulumi from "@pulumi/pulumi";

/** A value, or what an output comes to; nothing where this run does not get to know it. */
export async function knownValue<T>(value: T | pulumi.Output<T>): Promise<T | undefined> {
  if (!pulumi.Output.isInstance(value)) {
    return value;
  }
  // No part of Output's interface for programs: apply() would never run for an unknown value.
  const { isKnown, promise } = value as unknown as { isKnown: Promise<boolean>; promise: () => Promise<T> };
  return (await isKnown) ? promise.call(value) : undefined;
}
