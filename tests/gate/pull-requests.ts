import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { COMMANDS } from "../support/commands";
import { pulumiUp, testStack, withChangedProgram } from "../support/test-platform";

/** A pull request that somebody might open. */
export interface PullRequest {
  readonly name: string;
  /** What it is about, in a sentence. */
  readonly title: string;
  /** What refuses it, as `policy NAME`, `error /PATTERN/` or `gate WHAT`. */
  readonly refusedBy: readonly string[];
  /** What topics lose, as `TOPIC: WHAT`, agreed or not. */
  readonly loses: readonly string[];
  /** Applications that notice it. */
  readonly affects: readonly string[];
  /** The one that has to have been applied before. @default none */
  readonly after?: string | undefined;
  /** What Pulumi says, as `/PATTERN/`, where it cannot be applied, though no policy is asked. @default it can be applied */
  readonly cannotBeApplied?: string | undefined;
  readonly patch: string;
}

const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** The pull requests of a folder beside this file. What a patch has before its first file says what it is. */
export const pullRequests = (folder: "bad" | "good"): readonly PullRequest[] =>
  readdirSync(join(__dirname, folder)).map((file) => {
    const patch = readFileSync(join(__dirname, folder, file), "utf8").replaceAll("@SOON@", soon);
    const [head = ""] = patch.split("\ndiff --git ");
    const [title = ""] = head.split("\n");
    const said = (what: string) =>
      [...head.matchAll(new RegExp(`^${what}: (.+)$`, "gm"))].map(([, text]) => String(text));
    return {
      name: file.replace(".patch", ""),
      title,
      refusedBy: said("Refused by"),
      loses: said("Loses"),
      affects: said("Affects"),
      after: said("After")[0],
      cannotBeApplied: said("Cannot be applied")[0],
      patch,
    };
  });

/** What a line of a patch's head means by `/PATTERN/`. */
export const patternOf = (text: string): RegExp => new RegExp(text.slice(1, -1));

/** Makes the changes that a pull request builds upon. @returns whether there are any, which have to be taken back */
export async function applyBefore({ after }: PullRequest): Promise<boolean> {
  const earlier = pullRequests("good").find(({ name }) => name === after);
  if (after === undefined) {
    return false;
  }
  if (earlier === undefined) {
    throw new Error(`there is no pull request ${after}`);
  }
  await withPullRequest(earlier, async (folder) => void (await pulumiUp(await testStack(folder))));
  return true;
}

/** Runs work with a copy of the program, its commands and its policies to which a pull request was applied. */
export const withPullRequest = <T>({ patch }: PullRequest, work: (folder: string) => Promise<T>): Promise<T> =>
  withChangedProgram(
    {},
    async (folder) => {
      await run("git", ["apply", "-p0", "-"], { cwd: folder, input: patch });
      return work(folder);
    },
    [...COMMANDS, "policy"],
  );
