import ts from "typescript";

/** An object literal in a source text. */
export interface SourceMap {
  readonly literal: ts.ObjectLiteralExpression;
  readonly file: ts.SourceFile;
}

/** The object literal that a constant of a TypeScript source has; nothing where there is none. */
export function mapIn(text: string, variable: string): SourceMap | undefined {
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest);
  const literal = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => ts.isIdentifier(name) && name.text === variable)?.initializer;
  return literal !== undefined && ts.isObjectLiteralExpression(literal) ? { literal, file } : undefined;
}

/** A key that a map has again. */
export interface RepeatedKey {
  readonly key: string;
  /** The lines on which it stands, counted from 1. */
  readonly lines: readonly number[];
}

/** The keys that such a map has more than once: a program sees the last of them only. */
export function repeatedKeys(text: string, variable: string): readonly RepeatedKey[] {
  const map = mapIn(text, variable);
  const lines = new Map<string, number[]>();
  for (const { name } of map?.literal.properties ?? []) {
    if (map !== undefined && name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name))) {
      const { line } = map.file.getLineAndCharacterOfPosition(name.getStart(map.file));
      lines.set(name.text, [...(lines.get(name.text) ?? []), line + 1]);
    }
  }
  return [...lines].flatMap(([key, found]) => (found.length > 1 ? [{ key, lines: found }] : []));
}
