import { harms } from "../../lib/harms";
import { markdownTable } from "./markdown-table";

/** The table of what waivers allow, as Markdown. */
export const waiverTable = (): string =>
  markdownTable([
    ["A waiver allows", "for", "by which go"],
    ...Object.entries(harms).map(([harm, { by, loses }]) => [`\`${harm}\``, by, loses]),
  ]);
