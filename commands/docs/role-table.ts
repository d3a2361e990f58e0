import { type RoleArgs, roles } from "../../components/access/roles";
import { markdownTable } from "./markdown-table";

const says: Readonly<Record<keyof RoleArgs, string>> = {
  produces: '`produces: ["order.events"]`',
  consumes: '`consumes: ["order.events"]`',
  groups: '`groups: ["orders"]`',
  transactionalIdPrefix: '`transactionalIdPrefix: "orders-"`',
};

const header = ["An application that says", "gets the rule, for each of its users", "by which it may"];

/** The table of what an application is allowed for what it says that it does, as Markdown. */
export function roleTable(): string {
  const rows = (Object.keys(roles) as (keyof RoleArgs)[]).map((name) => {
    const { operation, resourceType, pattern, lets } = roles[name];
    return [says[name], `Allow ${operation} on ${resourceType}, ${pattern.toLowerCase()}`, lets];
  });
  return markdownTable([header, ...rows]);
}
