import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExportedResource } from "../../commands/state";
import { layout } from "./test-platform";

/** The state of the test cluster's dev stack: Pulumi itself imports none that it would not have written. */
export const stateFile = (): string =>
  join(layout().dir, "stack", "state", ".pulumi", "stacks", "kafka-platform", "dev.json");

/** The text of a state with other resources. */
export function withResources(
  text: string,
  change: (resources: readonly ExportedResource[]) => readonly ExportedResource[],
): string {
  const state = JSON.parse(text) as { checkpoint: { latest: { resources: readonly ExportedResource[] } } };
  const { latest } = state.checkpoint;
  latest.resources = change(latest.resources);
  return JSON.stringify(state);
}

/** Does work while the state is a changed one; whatever becomes of that, the state from before is put back. */
export async function withState(change: (text: string) => string, work: () => Promise<void>): Promise<void> {
  const file = stateFile();
  const before = readFileSync(file, "utf8");
  writeFileSync(file, change(before));
  try {
    await work();
  } finally {
    writeFileSync(file, before);
  }
}
