import { type RoleArgs, roles } from "../../components/access/roles";
import { markdownTable } from "./markdown-table";

const says: Readonly<Record<keyof RoleArgs, string>> = {
  produces: '`produces: ["order.events"]`',
  consumes: '`consumes: ["order.events"]`',
  groups: '`groups: ["orders"]`',
  transactionalIdPrefix: '`transactionalIdPrefix: "orders-"`',
  owns: '`owns: ["orders."]`',
};

const header = ["An application that says", "gets, for each of its users", "proven by a", "by which it may"];

/** The table of what an application is allowed for what it says that it does, as Markdown. */
export function roleTable(): string {
  const rows = (Object.keys(roles) as (keyof RoleArgs)[]).map((name) => {
    const { operations, resourceType, pattern, provenBy, lets } = roles[name];
    const what = `Allow ${operations.join(", ")} on ${resourceType}, ${pattern.toLowerCase()}`;
    return [says[name], what, provenBy, lets];
  });
  return markdownTable([header, ...rows]);
}
