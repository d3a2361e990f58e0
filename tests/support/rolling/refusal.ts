import { strict as assert } from "node:assert";
import type { LocalStack } from "../../../local/stack";
import { tryPulumi } from "../test-platform";

/** That a change is refused while kafka-2 is down, in the preview and without one, with the reason and the remedy. */
export async function assertRefusedForNow(stack: LocalStack): Promise<void> {
  for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
    const { exitCode, output } = await tryPulumi(stack, ...command);
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /This change restarts kafka-0, kafka-1, kafka-2, and now is no moment for it/);
    assert.match(output, /pod kafka-2 is (not ready|stopping)/);
    assert.match(output, /broker 2 does not answer/);
    assert.match(output, /Wait until it has passed .*kubectl -n kafka get pods/);
    assert.doesNotMatch(output, /^\s+at .*\.ts:\d+/m, "no stack trace");
  }
}
