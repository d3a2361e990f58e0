import { secretId } from "../../components/access/ids";
import { resourceTypes } from "../../lib/resource-types";
import type { Inventory } from "../inventory/inventory";
import { takenOver } from "../kafka-resources";
import { type ExportedResource, type ExportedState, halfMade } from "../state";

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

const beingMade = (state: ExportedState): readonly ExportedResource[] =>
  pendingOperations(state).flatMap(({ type, resource }) => (type === "creating" ? [resource] : []));

const isSecret = ({ type }: ExportedResource): boolean => type === resourceTypes.secret;

function asMade(resource: ExportedResource): ExportedResource {
  const { metadata } = resource.inputs as { readonly metadata: { readonly namespace: string; readonly name: string } };
  return { ...resource, id: secretId(metadata.namespace, metadata.name), outputs: { ...resource.inputs } };
}

/** Secrets that were being made: once {@link settled} has them in the state, they have to be read, or they may not be there. */
export const perhapsMade = (state: ExportedState): readonly string[] =>
  beingMade(state)
    .filter(isSecret)
    .map(({ urn }) => urn);

/**
 * The state without pending operations. What was to be made and is there becomes the state's own: a topic could not be
 * made again, and what the program has dropped since would be nobody's, an application's password too.
 */
export function settled(state: ExportedState, live: Inventory): ExportedState {
  const { resources = [], pending_operations: _, ...rest } = state.deployment;
  const made = beingMade(state)
    .flatMap((resource) => (isSecret(resource) ? [asMade(resource)] : (takenOver(resource, live) ?? [])))
    // The user may have been there before, with another password.
    .map((resource) => (resource.type === resourceTypes.user ? halfMade(resource) : resource));
  const byUrn = new Map(made.map((resource) => [resource.urn, resource]));
  // A resource that was deleted to be made anew is still in the state, and says so; what depends on it stands behind it.
  const replaced = resources.map((resource) =>
    resource.pendingReplacement === true ? (byUrn.get(resource.urn) ?? resource) : resource,
  );
  const added = made.filter((resource) => !replaced.includes(resource));
  return { ...state, deployment: { ...rest, resources: [...replaced, ...added] } };
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
