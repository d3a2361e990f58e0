import type { Catalog } from "../../catalog/catalog";
import type { Leave } from "../../lib/harms";
import { declaredInventory } from "../inventory/declared";
import type { ExportedState } from "../state";
import { type Described, describedInState } from "./described";
import { type Loss, lossesByCatalog } from "./losses";
import { applicationOf } from "./readers";
import { type Taken, takenBy } from "./rights";
import { stateInventory } from "./state-inventory";

/** What there is of a change beside a preview. */
export interface Stored {
  readonly state: ExportedState;
  /** The catalog after the change. */
  readonly catalog: Pick<Catalog, "topics" | "applications">;
}

/** What is known of a change whose preview did not come to its end. */
export interface KnownAnyway {
  /** What the stack says now of what lives on its platform. */
  readonly before: Described;
  readonly losses: readonly Loss[];
  readonly taken: readonly Taken[];
}

/** What topics lose and users may no longer do, by the state and the catalog. Of what is beside the catalog it tells nothing. */
export function knownAnyway({ state, catalog }: Stored, waivers: readonly Leave[]): KnownAnyway {
  const before = describedInState(state);
  const [made, declared] = [stateInventory(state), declaredOrNothing(catalog)];
  return {
    before,
    losses: declared === undefined ? [] : lossesByCatalog(made, declared, { before, waivers }),
    taken:
      declared === undefined
        ? []
        : takenBy(made, declared).filter(({ from }) => applicationOf(from, before.applications) !== undefined),
  };
}

// A catalog with mistakes, which stop the preview and are among its errors, has no numbers to compare.
function declaredOrNothing(catalog: Stored["catalog"]): ReturnType<typeof declaredInventory> | undefined {
  try {
    return declaredInventory(catalog);
  } catch {
    return undefined;
  }
}
