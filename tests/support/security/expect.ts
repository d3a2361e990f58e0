/** What the tests of security have in common. */
import { strict as assert } from "node:assert";
import { run } from "../../../local/support/run";
import { layout } from "../test-platform";

/** All that an error says, with what is behind it, on lines of their own. */
export function trail(error: unknown): string {
  const { name, code, id, apiId, message, cause, errors } = error as AggregateError & Record<string, unknown>;
  const behind = [cause, ...(errors ?? [])].filter((one) => one instanceof Error);
  return [[name, code, id, apiId, message].filter(Boolean).join(" "), ...behind.map(trail)].join("\n");
}

/** That something is refused, for this reason: what is broken in another way is no proof. */
export const refused = (work: Promise<unknown>, reason: RegExp): Promise<void> =>
  assert.rejects(work, (error) => {
    assert.match(trail(error), reason);
    return true;
  });

/** Runs `kubectl apply` with an object. */
export const apply = (object: object, ...args: readonly string[]): Promise<string> =>
  run("kubectl", ["--kubeconfig", layout().kubeconfig, "apply", ...args, "-f", "-"], { input: JSON.stringify(object) });
