import { resourceTypes } from "../../lib/resource-types";
import { type ExportedResource, type ExportedState, halfMade, without } from "../state";

// What has no identity but what it says: to make it again changes nothing, and to delete it once erases both.
const types: readonly string[] = [resourceTypes.acl, resourceTypes.quota, resourceTypes.user, resourceTypes.secret];

/** Two resources of a state that are one thing. */
export interface Twins {
  readonly older: ExportedResource;
  readonly younger: ExportedResource;
}

/** What is in the state twice, since a run was refused in which the program had given it another name. */
export function twins({ deployment }: ExportedState): readonly Twins[] {
  const stands = (deployment.resources ?? []).filter(({ type }) => types.includes(type));
  return stands.flatMap((younger) => {
    const older = stands.find((other) => isOlderTwin(other, younger));
    return older === undefined ? [] : [{ older, younger }];
  });
}

const isOlderTwin = (other: ExportedResource, one: ExportedResource): boolean =>
  other.type === one.type && other.id === one.id && other.urn !== one.urn && createdAt(other) < createdAt(one);

const createdAt = ({ created }: ExportedResource): number => (created === undefined ? 0 : Date.parse(String(created)));

/**
 * The state with the older ones only. What the younger one may have written otherwise has to be written again, by which the
 * next `pulumi up` begins.
 */
export function withoutTwins(state: ExportedState): ExportedState {
  const found = twins(state);
  const written = new Set(found.filter(differ).map(({ older }) => older.urn));
  const resources = without(
    state.deployment.resources ?? [],
    found.map(({ younger }) => younger.urn),
  );
  return {
    ...state,
    deployment: {
      ...state.deployment,
      resources: resources.map((resource) => (written.has(resource.urn) ? halfMade(resource) : resource)),
    },
  };
}

const differ = ({ older, younger }: Twins): boolean => JSON.stringify(older.inputs) !== JSON.stringify(younger.inputs);
