import type { Acl } from "./granted";

/** By what the Kafka provider knows a rule. */
export const aclId = ({ principal, host, operation, permission, resourceType, resourceName, pattern }: Acl): string =>
  [principal, host, operation, permission, resourceType, resourceName, pattern].join("|");

/** By what the Kafka provider knows a user. */
export const userId = (username: string): string => `${username}|SCRAM-SHA-512`;

/** By what the Kafka provider knows the quota of a user. */
export const quotaId = (username: string): string => `${username}|user`;

/** By what the Kubernetes provider knows a Secret. */
export const secretId = (namespace: string, name: string): string => `${namespace}/${name}`;
