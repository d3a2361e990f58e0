import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { type LocalStack, localStack } from "../../../local/stack";
import { layout, repository, toolchain, withChangedProgram } from "../test-platform";

/** Settings of a stack, or a part of them. */
export type Settings = { readonly [key: string]: unknown };

const isSection = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Lays settings over others: trees are merged, anything else is put in the place of what was there. Null stays, so
 * that what was laid over something can itself be laid over more: {@link withoutNull} removes it in the end.
 */
export const overlaid = (below: Settings, above: Settings): Settings => ({
  ...below,
  ...Object.fromEntries(
    Object.entries(above).map(([key, wanted]) => {
      const old = below[key];
      return [key, isSection(wanted) ? overlaid(isSection(old) ? old : {}, wanted) : wanted];
    }),
  ),
});

/** Settings as they are written: what an overlay set to null is not there. */
export const withoutNull = (settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      value === null ? [] : [[key, isSection(value) ? withoutNull(value) : value]],
    ),
  );

const readYaml = (...path: string[]): Settings => parse(readFileSync(join(repository, ...path), "utf8")) as Settings;

/**
 * Runs work with a stack of the repository's program, as small as the test cluster.
 *
 * @param name dev, or prod, which the overlay of its name makes small
 * @param changes further settings of the stack, laid over those by {@link overlaid}; null removes
 */
export const withStack = <T>(
  name: "dev" | "prod",
  changes: Settings,
  work: (stack: LocalStack) => Promise<T>,
): Promise<T> =>
  withChangedProgram({}, async (program) => {
    const file = `Pulumi.${name}.yaml`;
    const { config } = readYaml(file) as { config: Settings };
    const small = name === "prod" ? overlaid(config, readYaml("tests", "support", "overlays", "prod.yaml")) : config;
    writeFileSync(join(program, file), stringify({ config: withoutNull(overlaid(small, changes)) }));
    return work(await localStack(layout(), await toolchain(), name, program));
  });
