import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { UserError } from "../../local/support/user-error";
import { repository } from "../target";
import { applicationSource, topicSource, withEntries } from "./catalog-file";
import type { Proposal } from "./proposal";

/** What a file of the catalog becomes. */
export interface ChangedFile {
  /** As `catalog/topics.ts`. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
  /** What is new in it, for people. */
  readonly entries: string;
}

/**
 * The files of the catalog that get new entries, as the house writes them.
 *
 * @throws {UserError} with the entries, where a file has no place for them
 */
export async function changedFiles({ topics, applications }: Omit<Proposal, "left">): Promise<readonly ChangedFile[]> {
  const profiles = Object.values(topics).map(({ profile }) => profile);
  const ofTopics = Object.entries(topics).map(([name, entry]) => topicSource(name, entry));
  const ofApplications = Object.entries(applications).map(([name, entry]) => applicationSource(name, entry));
  return [
    ...(ofTopics.length > 0 ? [await changedFile("topics", ofTopics, profiles)] : []),
    ...(ofApplications.length > 0 ? [await changedFile("applications", ofApplications)] : []),
  ];
}

async function changedFile(
  variable: string,
  entries: readonly string[],
  profiles: readonly string[] = [],
): Promise<ChangedFile> {
  const file = `catalog/${variable}.ts`;
  const path = join(repository, file);
  const text = withEntries(readFileSync(path, "utf8"), variable, entries, profiles);
  const map = await formatted(file, `export const ${variable} = {\n${entries.join(",\n")},\n};\n`);
  const shown = map.split("\n").slice(1, -2).join("\n");
  if (text === undefined) {
    throw new UserError(
      `${file} does not say ${variable} as a map that can be read here, with an import of what entries need of ` +
        `./profiles; nothing was changed. These entries belong into it:\n${shown}`,
    );
  }
  return { file, path, text: await formatted(file, text), entries: `${shown}\n` };
}

/** A file of the catalog as the house writes it. */
function formatted(file: string, text: string): Promise<string> {
  const biome = join(repository, "node_modules", ".bin", "biome");
  // The folder may be a copy, without what Git ignores.
  const args = ["check", "--vcs-enabled=false", "--write", `--stdin-file-path=${file}`];
  return run(biome, args, { cwd: repository, input: text });
}
