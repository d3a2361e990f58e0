import { refusal } from "../../lib/refusal";

/** What package.json asks for; the Kafka client in the readiness gate runs on nothing older. */
const atLeast = [22, 19] as const;

/**
 * Refuses to run on a Node.js that is too old: its errors would come late, and name a library.
 *
 * @param found as `process.versions.node` has it
 * @throws {pulumi.RunError} with the remedy
 */
export function requireNodeVersion(found: string): void {
  const [major = 0, minor = 0] = found.split(".").map(Number);
  if (major < atLeast[0] || (major === atLeast[0] && minor < atLeast[1])) {
    throw refusal(
      `Node.js ${atLeast.join(".")} or newer is needed, and Pulumi found ${found} on the PATH. ` +
        "Install a newer one, or put it first on the PATH. Nothing was changed.",
    );
  }
}
