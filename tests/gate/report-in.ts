import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackReport } from "../../commands/gate/report";
import { tryCommandIn } from "../support/commands";
import type { Outcome } from "../support/test-platform";

/** What the gate says of the program in a folder, on the test cluster. */
export async function reportIn(folder: string): Promise<Outcome & { readonly report: StackReport }> {
  const file = join(folder, "gate.json");
  const outcome = await tryCommandIn(folder, "gate", "--json", file);
  const [report] = JSON.parse(readFileSync(file, "utf8")) as StackReport[];
  return { ...outcome, report: report as StackReport };
}
