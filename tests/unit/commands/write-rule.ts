import type { Acl } from "../../../components/access/granted";

/** The rule by which a user writes to a topic, as the cluster tells it. */
export const writeRule = (user: string, topic: string): Acl => ({
  principal: `User:${user}`,
  host: "*",
  permission: "Allow",
  operation: "Write",
  resourceType: "Topic",
  pattern: "Literal",
  resourceName: topic,
});

/** The same, as the inputs of the resource that makes it. */
export const writeRuleInputs = (user: string, topic: string) => ({
  aclPrincipal: `User:${user}`,
  aclHost: "*",
  aclPermissionType: "Allow",
  aclOperation: "Write",
  aclResourceType: "Topic",
  resourcePatternTypeFilter: "Literal",
  aclResourceName: topic,
});
