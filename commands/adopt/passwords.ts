import type { Application } from "../../catalog/application";
import { newUsers, rotationsOf } from "../../components/access/rotation-guard";
import type { RotationArgs } from "../../components/access/users";
import type { Inventory } from "../inventory/inventory";
import type { ExportedState } from "../state";

/** Users whose passwords are to be the program's. */
export interface Claimed {
  readonly users: readonly string[];
  /** The state that remembers them. */
  readonly state: ExportedState;
}

type Remembered = Readonly<Record<string, RotationArgs>>;

/**
 * The users of applications that the cluster has and the state does not remember, as after a crash of a run that kept no
 * state: the next update gives each the program's password, and is not refused.
 */
export function claimed(
  state: ExportedState,
  applications: Readonly<Record<string, Application>>,
  { users: live }: Pick<Inventory, "users">,
): Claimed {
  const { resources = [], ...rest } = state.deployment;
  const wanted = rotationsOf(applications);
  const keeper = resources.find(({ urn }) => urn.endsWith("$pulumi:index:Stash::rotations"));
  const before = (keeper?.inputs as { readonly input?: Remembered } | undefined)?.input ?? {};
  const isThere = (user: string) => Object.hasOwn(live, user);
  const missing = Object.fromEntries(
    Object.entries(wanted).filter(([name, next]) => newUsers(before, { [name]: next }).some(isThere)),
  );
  const input = { ...before, ...missing };
  return {
    users: newUsers(before, missing).filter(isThere),
    state: {
      ...state,
      deployment: {
        ...rest,
        // What a Stash remembers is an output too.
        resources: resources.map((one) =>
          one === keeper ? { ...one, inputs: { ...one.inputs, input }, outputs: { ...one.outputs, input } } : one,
        ),
      },
    },
  };
}
