import { aclType } from "../../lib/access";
import { show } from "../../lib/plain";
import { resourceRule, setting } from "../../lib/rule";

export const accessCluster = resourceRule({
  name: "access-cluster",
  must: "Only administrators may do something to the cluster itself.",
  why: "Rights to the cluster reach around all others: to make topics, to change brokers and access rules, to pass as a broker.",
  fix: 'Take the rule out: to write idempotently needs none since Kafka 3, and topics are made by their stacks. For an administrator, name the principal in the setting administrators; to forbid something, set aclPermissionType to "Deny".',
  settings: {
    administrators: setting<readonly string[]>([], "Principals that may administer the cluster, as User:NAME", {
      type: "array",
      items: { type: "string", pattern: "^User:[^*]" },
    }),
  },
  of: aclType,
  judge: ({ props: { aclResourceType, aclPermissionType, aclPrincipal, aclOperation } }, { administrators }) =>
    // Where it is not said whether something is allowed, another rule says so.
    aclResourceType !== "Cluster" ||
    aclPermissionType !== "Allow" ||
    administrators.some((principal) => principal === aclPrincipal)
      ? []
      : [`aclResourceType is "Cluster", for ${show(aclPrincipal)} with ${show(aclOperation)}`],
});
