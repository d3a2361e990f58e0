import { type RoleArgs, roles } from "../../components/access/roles";

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
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? "").length), title.length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return `${[line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")}\n`;
}
