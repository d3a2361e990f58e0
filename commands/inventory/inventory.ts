import type { LiveTopic } from "../../components/gates/live-topics";

/** A rule of the authorizer. Words are Kafka's, as `Allow`, `Topic`, `Literal`. */
export interface RuleItem {
  readonly principal: string;
  readonly host: string;
  readonly permission: string;
  readonly operation: string;
  readonly resourceType: string;
  readonly pattern: string;
  readonly resourceName: string;
}

/** What lives on a cluster, or is to. */
export interface Inventory {
  readonly topics: Readonly<Record<string, LiveTopic>>;
  /** The users with a SCRAM-SHA-512 password, with how often it is hashed. */
  readonly users: Readonly<Record<string, { readonly iterations: number }>>;
  readonly rules: readonly RuleItem[];
  /** What is bound, by whom it binds, as `user orders`. */
  readonly quotas: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A rule as one line. */
export const describeRule = (rule: RuleItem): string =>
  `${rule.permission} ${rule.principal} ${rule.operation} ${rule.resourceType} ${rule.pattern} ${rule.resourceName}` +
  (rule.host === "*" ? "" : ` from ${rule.host}`);
