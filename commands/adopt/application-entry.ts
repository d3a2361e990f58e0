import type { Application } from "../../catalog/application";
import type { Acl } from "../../components/access/granted";
import { type RoleArgs, roles } from "../../components/access/roles";
import { sizeOf } from "../../lib/units";
import { describeRule } from "../inventory/inventory";
import type { Said } from "./said";

/** A user as the catalog has it, or why it cannot have it. */
export interface ApplicationEntry {
  /** Nothing where the catalog cannot say what it may do. */
  readonly application?: Application;
  /** Rules that allow nothing that the others do not. */
  readonly implied: readonly Acl[];
  /** What stands in the way. */
  readonly reasons: readonly string[];
}

/**
 * A user with everything that it may do, as an application that keeps its own password.
 *
 * @param rules the rules that are about it
 * @param quota what binds it @default nothing does
 */
export function applicationEntry(
  rules: readonly Acl[],
  quota: Readonly<Record<string, number>> | undefined,
  { owner, purpose, namespace }: Said,
): ApplicationEntry {
  const named = (role: keyof RoleArgs): readonly string[] =>
    rules.filter((rule) => fits(rule, role)).map(({ resourceName }) => resourceName);
  const fitting = rules.filter((rule) => names.some((role) => fits(rule, role)));
  const implied = rules.filter((rule) => isImplied(rule, fitting));
  const others = rules.filter((rule) => !fitting.includes(rule) && !implied.includes(rule));
  const [prefix, ...prefixes] = named("transactionalIdPrefix");
  const bounds = boundsOf(quota);
  const reasons = [
    ...others.map((rule) => `no role gives the rule ${describeRule(rule)}: delete it, if nobody needs it`),
    ...(prefixes.length > 0
      ? ["its transactional ids begin in more than one way: delete the rules for all but one"]
      : []),
    ...(bounds === undefined
      ? [
          "it has no quota of producer_byte_rate and consumer_byte_rate, each a multiple of 1024, and of nothing besides " +
            "but a request_percentage: set it, for the catalog bounds every application",
        ]
      : []),
  ];
  if (bounds === undefined || reasons.length > 0) {
    return { implied, reasons };
  }
  const [produces, consumes, groups] = [named("produces"), named("consumes"), named("groups")];
  const application = {
    owner,
    purpose,
    namespace,
    ...(produces.length > 0 && { produces: [...produces] }),
    ...(consumes.length > 0 && { consumes: [...consumes] }),
    // Whoever consumes says so too where there is none.
    ...((consumes.length > 0 || groups.length > 0) && { groups: [...groups] }),
    ...(prefix !== undefined && { transactionalIdPrefix: prefix }),
    quota: bounds,
    adopted: true,
  };
  return { application, implied, reasons };
}

const names = Object.keys(roles) as (keyof RoleArgs)[];

const isPlain = ({ host, permission, resourceName }: Acl): boolean =>
  host === "*" && permission === "Allow" && resourceName !== "*";

function fits(rule: Acl, role: keyof RoleArgs): boolean {
  const { resourceType, pattern, operations, provenBy } = roles[role];
  return (
    isPlain(rule) &&
    provenBy === "password" &&
    rule.resourceType === resourceType &&
    rule.pattern === pattern &&
    operations.some((operation) => operation === rule.operation)
  );
}

// To read or to write includes to describe, and to write to any topic includes to be idempotent.
function isImplied(rule: Acl, fitting: readonly Acl[]): boolean {
  const { operation, resourceType, resourceName, pattern } = rule;
  const described = (one: Acl) =>
    one.resourceType === resourceType && one.resourceName === resourceName && one.pattern === pattern;
  return (
    isPlain(rule) &&
    ((operation === "Describe" && fitting.some(described)) ||
      (operation === "IdempotentWrite" && resourceType === "Cluster" && fitting.some((one) => fits(one, "produces"))))
  );
}

function boundsOf(quota: Readonly<Record<string, number>> = {}): Application["quota"] | undefined {
  const { producer_byte_rate, consumer_byte_rate, request_percentage: requests, ...others } = quota;
  const [produce, consume] = [sizeOf(producer_byte_rate ?? 0), sizeOf(consumer_byte_rate ?? 0)];
  return produce === undefined || consume === undefined || Object.keys(others).length > 0
    ? undefined
    : { produce, consume, ...(requests !== undefined && { requests }) };
}
