import type { Acl } from "../../components/access/granted";
import { lastingUser } from "../../components/gates/lasting-user";
import type { LiveTopic } from "../../components/gates/live-topics";
import { postflightTopic } from "../../components/platform/served";

/** What lives on a cluster, or is to. */
export interface Inventory {
  readonly topics: Readonly<Record<string, LiveTopic>>;
  /** The users with a SCRAM-SHA-512 password, with how often it is hashed; nothing where that is their owner's to say. */
  readonly users: Readonly<Record<string, { readonly iterations?: number }>>;
  readonly rules: readonly Acl[];
  /** What is bound, by whom it binds, as `user orders`. */
  readonly quotas: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What is left without what the platform makes for itself, which is no entry of the catalog. */
export function withoutOwn({ topics, users, ...rest }: Inventory): Inventory {
  const { [postflightTopic]: _, ...catalogTopics } = topics;
  const { [lastingUser]: __, ...catalogUsers } = users;
  return { ...rest, topics: catalogTopics, users: catalogUsers };
}

/** A rule as one line. */
export const describeRule = (rule: Acl): string =>
  `${rule.permission} ${rule.principal} ${rule.operation} ${rule.resourceType} ${rule.pattern} ${rule.resourceName}` +
  (rule.host === "*" ? "" : ` from ${rule.host}`);
