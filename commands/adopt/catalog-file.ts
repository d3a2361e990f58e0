import ts from "typescript";
import type { Application } from "../../catalog/application";
import { mapIn } from "../../lib/exported-map";
import type { TopicEntry } from "./topic-entry";

/** An entry of catalog/topics.ts as source text. */
export const topicSource = (name: string, { profile, fields }: TopicEntry): string =>
  `${JSON.stringify(name)}: ${profile}(${objectSource(fields)})`;

/** An entry of catalog/applications.ts as source text. */
export const applicationSource = (name: string, application: Application): string =>
  `${JSON.stringify(name)}: ${objectSource(application)}`;

// One field a line, which formatters keep. All else is JSON, which they make their own.
const objectSource = (fields: object): string =>
  `{\n${Object.entries(fields)
    .map(([field, value]) => `${JSON.stringify(field)}: ${JSON.stringify(value)},\n`)
    .join("")}}`;

/**
 * A file of the catalog with further entries at the end of the map that it exports.
 *
 * @param variable the name of the map
 * @param profiles what entries use of ./profiles @default nothing
 * @returns nothing where the file has no such map, or does not import from ./profiles
 */
export function withEntries(
  text: string,
  variable: string,
  entries: readonly string[],
  profiles: readonly string[] = [],
): string | undefined {
  const found = mapIn(text, variable);
  const imported = found && importsOf(found.file, "./profiles");
  if (found === undefined || (profiles.length > 0 && imported === undefined)) {
    return undefined;
  }
  const { literal: map, file } = found;
  const comma = map.properties.length === 0 || map.properties.hasTrailingComma ? "" : ",";
  const edits = [
    { from: map.properties.end, to: map.properties.end, text: comma },
    { from: map.end - 1, to: map.end - 1, text: entries.map((entry) => `${entry},\n`).join("") },
    ...(imported === undefined || profiles.length === 0 ? [] : [withNames(imported, file, profiles)]),
  ];
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((result, edit) => result.slice(0, edit.from) + edit.text + result.slice(edit.to), text);
}

function importsOf(file: ts.SourceFile, module: string): ts.NamedImports | undefined {
  const bindings = file.statements
    .filter(ts.isImportDeclaration)
    .find(({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === module)
    ?.importClause?.namedBindings;
  return bindings !== undefined && ts.isNamedImports(bindings) ? bindings : undefined;
}

function withNames(imported: ts.NamedImports, file: ts.SourceFile, names: readonly string[]) {
  const there = imported.elements.map((element) => element.getText(file));
  return {
    from: imported.getStart(file),
    to: imported.end,
    text: `{ ${[...new Set([...there, ...names])].sort().join(", ")} }`,
  };
}
