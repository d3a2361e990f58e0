type Row = readonly string[];

/** A table in Markdown, its columns aligned. @param header the titles of its columns, of which every row has one each */
export function markdownTable([header, ...rows]: readonly [Row, ...Row[]]): string {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (cells: Row) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return `${[line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")}\n`;
}
