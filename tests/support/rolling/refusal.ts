import { strict as assert } from "node:assert";
import type { LocalStack } from "../../../local/stack";
import { tryPulumi } from "../test-platform";

export const PREVIEW = ["preview"];
const UP = ["up", "--yes", "--skip-preview"];

/** What is refused, where, and why. */
export interface RefusalOptions {
  /** The StatefulSet whose three pods the change would restart. @default "kafka" */
  readonly set?: string;
  /** What it is refused in; `up` waits for a while before it refuses. @default preview and up */
  readonly commands?: readonly (readonly string[])[];
  /** Reasons to be told besides those that there always are. @default none */
  readonly reasons?: readonly RegExp[];
}

/** That a change is refused while kafka-2 is down, with the reason and the remedy. */
export async function assertRefusedForNow(
  stack: LocalStack,
  { set = "kafka", commands = [PREVIEW, UP], reasons = [] }: RefusalOptions = {},
): Promise<void> {
  for (const command of commands) {
    const { exitCode, output } = await tryPulumi(stack, ...command);
    assert.notEqual(exitCode, 0, output);
    const pods = [0, 1, 2].map((ordinal) => `${set}-${ordinal}`).join(", ");
    assert.ok(output.includes(`This change restarts ${pods}, and now is no moment for it`), output);
    assert.match(output, /pod kafka-2 is (not ready|stopping)/);
    assert.match(output, /broker 2 does not answer/);
    for (const reason of reasons) {
      assert.match(output, reason);
    }
    assert.match(output, /Wait until it has passed .*kubectl -n kafka get pods/);
    assert.doesNotMatch(output, /^\s+at .*\.ts:\d+/m, "no stack trace");
  }
}
