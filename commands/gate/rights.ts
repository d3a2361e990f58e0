import type { Acl } from "../../components/access/granted";
import { describeRule, type Inventory } from "../inventory/inventory";
import { notKnown } from "./preview";

/** What is taken from somebody. */
export interface Taken {
  /** A user, or a kind of them, as `orders.2` or `user (default)`. */
  readonly from: string;
  /** As `may no longer Read Topic call.events`. */
  readonly what: string;
}

type Access = Pick<Inventory, "users" | "rules" | "quotas">;

/** What a change takes from users: their passwords, rights, and room in their quotas. */
export const takenBy = (before: Access, after: Access): readonly Taken[] => [
  // A password that is its owner's to keep is none that the program takes away.
  ...Object.entries(before.users)
    .filter(([user, { iterations }]) => iterations !== undefined && !Object.hasOwn(after.users, user))
    .map(([user]) => ({ from: user, what: `the password of ${user} does not work any more` })),
  ...rulesTaken(before, after),
  ...Object.entries(after.quotas).flatMap(([name, quota]) => quotaTaken(name, quota, before)),
];

/** Whom a rule is about: a user by its name, and an application's own stack by the application's. */
export const holderOf = (principal: string): string =>
  /CN=([^,]+),OU=owner-\d+$/.exec(principal)?.[1] ?? principal.replace(/^User:/, "");

const does = ({ operation, resourceType, pattern, resourceName }: Acl): string =>
  `${operation} ${resourceType} ${resourceName}${pattern === "Prefixed" ? "…" : ""}`;

const isDenial = ({ permission }: Acl): boolean => permission === "Deny";

const isOneOf = (rules: readonly Acl[], rule: Acl): boolean =>
  rules.some((one) => describeRule(one) === describeRule(rule));

// By another rule, that is for more.
const isCovered = (rule: Acl, rules: readonly Acl[]): boolean =>
  rules.some(
    (one) =>
      !isDenial(one) &&
      one.principal === rule.principal &&
      one.resourceType === rule.resourceType &&
      [rule.operation, "All"].includes(one.operation) &&
      [rule.host, "*"].includes(one.host) &&
      (one.pattern === "Prefixed"
        ? rule.resourceName.startsWith(one.resourceName)
        : rule.pattern !== "Prefixed" && one.resourceName === rule.resourceName),
  );

function rulesTaken(before: Access, after: Access): Taken[] {
  // Of a user that goes, its password says it all.
  const stays = ({ principal }: Acl) =>
    !Object.hasOwn(before.users, holderOf(principal)) || Object.hasOwn(after.users, holderOf(principal));
  const gone = before.rules.filter((rule) => !isDenial(rule) && !isCovered(rule, after.rules));
  const denied = after.rules.filter((rule) => isDenial(rule) && !isOneOf(before.rules, rule));
  const isKnown = after.rules.every((rule) => !Object.values(rule).includes(notKnown));
  const rules = [...gone, ...denied].filter(stays);
  return [...new Set(rules.map(({ principal }) => principal))].map((principal) => {
    const which = rules.filter((rule) => rule.principal === principal).map(does);
    const perhaps = isKnown ? "" : ", perhaps: another rule is not known before the update";
    return { from: holderOf(principal), what: `may no longer ${which.join(", ")}${perhaps}` };
  });
}

function quotaTaken(name: string, quota: Readonly<Record<string, number>>, before: Access): Taken[] {
  const from = name.slice(name.indexOf(" ") + 1);
  const earlier = Object.hasOwn(before.quotas, name) ? before.quotas[name] : undefined;
  if (earlier === undefined && !Object.hasOwn(before.users, from)) {
    return []; // it is new, and has never been without a bound
  }
  const lower = Object.entries(quota).flatMap(([key, bound]) => {
    const old = earlier?.[key];
    if (Number.isNaN(bound)) {
      return [`perhaps ${key}, which is not known before the update`];
    }
    return bound < (old ?? Number.POSITIVE_INFINITY) ? [`${key} ${old ?? "unbounded"} → ${bound}`] : [];
  });
  return lower.length === 0 ? [] : [{ from, what: `may do less on each broker: ${lower.join(", ")}` }];
}
