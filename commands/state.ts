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
  readonly inputs?: object;
  readonly outputs?: object;
  readonly protect?: boolean;
  /** By what its provider knows it. */
  readonly id?: unknown;
  /** The URNs of what it was made after. */
  readonly dependencies?: readonly string[];
  /** The same for each of its inputs. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
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
export const titleOf = ({ urn, type }: Pick<ExportedResource, "urn" | "type">): string =>
  `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;

/** Resources without some, and without what refers to them. @param urns of those that go */
export function without(resources: readonly ExportedResource[], urns: readonly string[]): readonly ExportedResource[] {
  const gone = new Set(urns);
  const left = (dependencies: readonly string[] | null = []) => (dependencies ?? []).filter((urn) => !gone.has(urn));
  return resources
    .filter(({ urn }) => !gone.has(urn))
    .map(({ dependencies, propertyDependencies = {}, ...resource }) => ({
      ...resource,
      dependencies: left(dependencies),
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, those]) => [property, left(those)]),
      ),
    }));
}

/** A resource of which nobody knows whether it is as the state says: the next `pulumi up` writes it again. */
export const halfMade = <T extends ExportedResource>(resource: T): T => ({
  ...resource,
  initErrors: ["whether it is as the state says is not known"],
});
