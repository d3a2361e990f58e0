import { CommandError, run } from "../../local/support/run";

// What decides whether a change may be made, and how it is asked.
const judges = ["policy", "commands/gate", "commands/gate.ts", ".ci", ".github"];

/**
 * The files that a change changes and that judge it: a pull request is judged by what it brings along.
 *
 * @param base what the change is to go into, as git knows it @default what GitHub says
 * @returns none where git cannot tell, as in a checkout without history
 */
export async function changedJudges(
  folder: string,
  base = process.env.GITHUB_BASE_REF && `origin/${process.env.GITHUB_BASE_REF}`,
): Promise<readonly string[]> {
  if (!base) {
    return [];
  }
  try {
    const common = (await run("git", ["merge-base", base, "HEAD"], { cwd: folder })).trim();
    const changed = await run("git", ["diff", "--name-only", "-z", common, "--", ...judges], { cwd: folder });
    return changed.split("\0").filter(Boolean);
  } catch (error) {
    if (error instanceof CommandError) {
      return [];
    }
    throw error;
  }
}
