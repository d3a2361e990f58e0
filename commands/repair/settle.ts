import type { Acl } from "../../components/access/granted";
import type { Inventory } from "../inventory/inventory";
import type { ExportedResource, ExportedState } from "../state";

/** What was under way when Pulumi was killed. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: ExportedResource;
}

/** What an interrupted run left in the state, without saying how it ended. */
export const pendingOperations = ({ deployment }: ExportedState): readonly PendingOperation[] =>
  (deployment.pending_operations ?? []) as readonly PendingOperation[];

/** Whether brokers have to be asked how it ended. */
export const isKafkas = ({ resource }: PendingOperation): boolean => resource.type.startsWith("kafka:");

type Inputs = Readonly<Record<string, unknown>>;

interface Kind {
  /** The id that the Kafka provider gives it. */
  readonly id: (inputs: Inputs) => string;
  readonly isThere: (inputs: Inputs, live: Inventory) => boolean;
}

const ruleOf = (inputs: Inputs): Acl => ({
  principal: String(inputs.aclPrincipal),
  host: String(inputs.aclHost),
  permission: String(inputs.aclPermissionType),
  operation: String(inputs.aclOperation),
  resourceType: String(inputs.aclResourceType),
  pattern: String(inputs.resourcePatternTypeFilter ?? "Literal"),
  resourceName: String(inputs.aclResourceName),
});

const idOf = ({ principal, host, operation, permission, resourceType, resourceName, pattern }: Acl): string =>
  [principal, host, operation, permission, resourceType, resourceName, pattern].join("|");

const kinds: Readonly<Record<string, Kind>> = {
  "kafka:index/topic:Topic": {
    id: ({ name }) => String(name),
    isThere: ({ name }, { topics }) => Object.hasOwn(topics, String(name)),
  },
  "kafka:index/acl:Acl": {
    id: (inputs) => idOf(ruleOf(inputs)),
    isThere: (inputs, { rules }) => rules.some((rule) => idOf(rule) === idOf(ruleOf(inputs))),
  },
  "kafka:index/userScramCredential:UserScramCredential": {
    id: ({ username, scramMechanism }) => `${username}|${scramMechanism}`,
    isThere: ({ username }, { users }) => Object.hasOwn(users, String(username)),
  },
};

/**
 * The state without pending operations. What was to be made and is there becomes the state's own: a topic could not be
 * made again, and a rule or a user that the program has dropped since would be nobody's.
 *
 * A quota that was made is made again, which changes nothing; one that was dropped since is found by `npm run drift`.
 */
export function settled(state: ExportedState, live: Inventory): ExportedState {
  const { resources = [], pending_operations: _, ...rest } = state.deployment;
  const made = pendingOperations(state)
    .filter(({ type }) => type === "creating")
    .flatMap(({ resource }) => takenOver(resource, live));
  const byUrn = new Map(made.map((resource) => [resource.urn, resource]));
  // A resource that was deleted to be made anew is still in the state, and says so; what depends on it stands behind it.
  const replaced = resources.map((resource) =>
    resource.pendingReplacement === true ? (byUrn.get(resource.urn) ?? resource) : resource,
  );
  const added = made.filter((resource) => !replaced.includes(resource));
  return { ...state, deployment: { ...rest, resources: [...replaced, ...added] } };
}

function takenOver(resource: ExportedResource, live: Inventory): ExportedResource[] {
  const { type, inputs } = resource as ExportedResource & { readonly inputs?: Inputs };
  const kind = kinds[type];
  return kind !== undefined && inputs !== undefined && kind.isThere(inputs, live)
    ? [{ ...resource, id: kind.id(inputs), outputs: inputs }]
    : [];
}

/**
 * What has to be read from the cluster since it may have been changed or deleted: its URNs.
 *
 * @param brokersAreUp whether there is somebody to ask about what is Kafka's
 */
export const unsure = (state: ExportedState, brokersAreUp: boolean): readonly string[] =>
  pendingOperations(state)
    .filter(({ type }) => type === "updating" || type === "deleting")
    .filter((operation) => brokersAreUp || !isKafkas(operation))
    .map(({ resource }) => resource.urn);
