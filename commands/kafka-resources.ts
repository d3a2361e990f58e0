import type { Acl } from "../components/access/granted";
import { aclId, quotaId, userId } from "../components/access/ids";
import { resourceTypes } from "../lib/resource-types";
import type { Inventory } from "./inventory/inventory";
import type { ExportedResource } from "./state";

type Inputs = Readonly<Record<string, unknown>>;

interface Kind {
  /** The id that the Kafka provider gives it. */
  readonly id: (inputs: Inputs) => string;
  readonly isThere: (inputs: Inputs, live: Inventory) => boolean;
}

/** The rule of a resource's inputs. */
export const ruleOf = (inputs: Inputs): Acl => ({
  principal: String(inputs.aclPrincipal),
  host: String(inputs.aclHost),
  permission: String(inputs.aclPermissionType),
  operation: String(inputs.aclOperation),
  resourceType: String(inputs.aclResourceType),
  pattern: String(inputs.resourcePatternTypeFilter ?? "Literal"),
  resourceName: String(inputs.aclResourceName),
});

// A quota with other numbers is made again, which sets them.
const isSameQuota = (wanted: Inputs = {}, found: Readonly<Record<string, number>> = {}): boolean =>
  Object.keys(found).length > 0 &&
  [...Object.keys(wanted), ...Object.keys(found)].every((key) => Number(wanted[key]) === found[key]);

const kinds: Readonly<Record<string, Kind>> = {
  [resourceTypes.topic]: {
    id: ({ name }) => String(name),
    isThere: ({ name }, { topics }) => Object.hasOwn(topics, String(name)),
  },
  [resourceTypes.acl]: {
    id: (inputs) => aclId(ruleOf(inputs)),
    isThere: (inputs, { rules }) => rules.some((rule) => aclId(rule) === aclId(ruleOf(inputs))),
  },
  [resourceTypes.user]: {
    id: ({ username }) => userId(String(username)),
    isThere: ({ username }, { users }) => Object.hasOwn(users, String(username)),
  },
  [resourceTypes.quota]: {
    id: ({ entityName }) => quotaId(String(entityName)),
    isThere: ({ entityName, entityType, config }, { quotas }) =>
      isSameQuota(config as Inputs | undefined, quotas[`${entityType} ${entityName}`]),
  },
};

/**
 * A resource as the state has it once it is made, if it is on the cluster.
 *
 * @param resource as it was to be made
 * @returns nothing where it is not there, or is nothing of Kafka's
 */
export function takenOver(resource: ExportedResource, live: Inventory, now = new Date()): ExportedResource | undefined {
  const { type, inputs } = resource as ExportedResource & { readonly inputs?: Inputs };
  const kind = kinds[type];
  return kind !== undefined && inputs !== undefined && kind.isThere(inputs, live)
    ? { created: now.toISOString(), ...resource, id: kind.id(inputs), outputs: inputs }
    : undefined;
}
