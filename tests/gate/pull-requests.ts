import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { COMMANDS } from "../support/commands";
import { withChangedProgram } from "../support/test-platform";

/** A pull request that somebody might open. */
export interface PullRequest {
  readonly name: string;
  /** What it is about, in a sentence. */
  readonly title: string;
  /** What refuses it, as `policy NAME`, `error /PATTERN/` or `gate WHAT`. */
  readonly refusedBy: readonly string[];
  readonly patch: string;
}

const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** The pull requests of a folder beside this file. What a patch has before its first file says what it is. */
export const pullRequests = (folder: "bad" | "good"): readonly PullRequest[] =>
  readdirSync(join(__dirname, folder)).map((file) => {
    const patch = readFileSync(join(__dirname, folder, file), "utf8").replaceAll("@SOON@", soon);
    const [head = ""] = patch.split("\ndiff --git ");
    const [title = ""] = head.split("\n");
    const refusedBy = [...head.matchAll(/^Refused by: (.+)$/gm)].map(([, what]) => String(what));
    return { name: file.replace(".patch", ""), title, refusedBy, patch };
  });

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
