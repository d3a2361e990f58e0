/** What `pulumi stack export` prints, as far as commands change it. */
export interface ExportedState {
  readonly deployment: {
    readonly resources?: readonly ExportedResource[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** A resource in the state. */
export interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: unknown;
  readonly inputs?: object;
  readonly protect?: boolean;
  /** What judges it, by the moment. */
  readonly resourceHooks?: Readonly<Record<string, readonly string[]>>;
  readonly [key: string]: unknown;
}

// As the engine writes it.
const beforeDelete = "BeforeDelete";

/** The state without protection, and without what judges deletions. */
export function unprotected(state: ExportedState): ExportedState {
  const { resources = [], ...rest } = state.deployment;
  return { ...state, deployment: { ...rest, resources: resources.map(unprotectedResource) } };
}

function unprotectedResource({ protect: _, resourceHooks, ...resource }: ExportedResource): ExportedResource {
  const { [beforeDelete]: __, ...hooks } = resourceHooks ?? {};
  return Object.keys(hooks).length === 0 ? resource : { ...resource, resourceHooks: hooks };
}

/** What {@link unprotected} takes protection from, by its type and name. */
export const protectedNames = ({ deployment }: ExportedState): readonly string[] =>
  (deployment.resources ?? [])
    .filter(({ protect, resourceHooks }) => protect === true || resourceHooks?.[beforeDelete] !== undefined)
    .map(titleOf);

/** What people call a resource, as `Topic call.events`. */
export const titleOf = ({ urn, type }: ExportedResource): string =>
  `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;
