import { UserError } from "../local/support/user-error";
import type { ExportedState } from "./state";
import type { Target } from "./target";

/** The state as it is stored now, with its secrets encrypted. */
export const exported = async ({ pulumi }: Pick<Target, "pulumi">): Promise<ExportedState> =>
  JSON.parse(await pulumi(["stack", "export"])) as ExportedState;

/**
 * Stores a state that was made from an earlier one.
 *
 * @throws {UserError} where somebody has changed it since, whose change would be forgotten
 */
export async function store(target: Pick<Target, "pulumi">, before: ExportedState, next: ExportedState): Promise<void> {
  if (!isSame(await exported(target), before)) {
    throw new UserError("Somebody has changed the state meanwhile; it was not touched. Run this again.");
  }
  await target.pulumi(["stack", "import"], { input: JSON.stringify(next) });
}

const isSame = (one: ExportedState, other: ExportedState): boolean =>
  JSON.stringify(one.deployment) === JSON.stringify(other.deployment);
