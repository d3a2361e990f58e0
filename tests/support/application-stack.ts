/** An application's stack as a team of its own has it: outside the repository, with the platform's packages installed. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { type Outcome, outcomeOf, repository, TEST_CLUSTER } from "./test-platform";

/** A stack that shares nothing with the platform's but the place where states are kept. */
export class ApplicationStack {
  private constructor(
    /** The folder of the project. */
    readonly dir: string,
    /** What a shell is told by `npm run environment`. */
    private readonly environment: string,
    private readonly passphrase: string,
  ) {}

  /**
   * Installs an example's project, with the packed contract and policies in the place of workspaces.
   *
   * @param passphrase the key of this stack's own secrets
   */
  static async of(example: string, passphrase: string): Promise<ApplicationStack> {
    const dir = mkdtempSync(join(tmpdir(), `kafka-platform-${example}-`));
    const from = join(repository, "examples", example);
    cpSync(from, dir, { recursive: true, filter: (path) => !path.includes("node_modules") });
    const packages = ["contract", "policies"].map((name) => `--workspace=kafka-platform-${name}`);
    const packed = Object.values(
      JSON.parse(
        await run("npm", ["pack", "--json", ...packages, "--pack-destination", dir], { cwd: repository }),
      ) as Record<string, { filename: string }>,
    );
    const files = packed.map(({ filename }) => `./${filename}`);
    await run("npm", ["install", "--prefer-offline", "--no-fund", "--no-audit", ...files], { cwd: dir });
    const telling = ["run", "--silent", "environment", "--", "--name", TEST_CLUSTER];
    const stack = new ApplicationStack(dir, await run("npm", telling, { cwd: repository }), passphrase);
    await stack.pulumi("stack", "init", "test");
    return stack;
  }

  /** Runs Pulumi; throws when it fails. */
  pulumi(...args: string[]): Promise<string> {
    const inEnvironment = ["-c", 'eval "$1" && shift && exec pulumi "$@" --non-interactive', "sh", this.environment];
    return run("sh", [...inEnvironment, "-C", this.dir, ...args], {
      env: { PULUMI_CONFIG_PASSPHRASE: this.passphrase },
    });
  }

  /** Runs Pulumi to its end, whatever that is. */
  tryPulumi = (...args: string[]): Promise<Outcome> => outcomeOf(this.pulumi(...args));

  /** What the stack tells. */
  outputs = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await this.pulumi("stack", "output", "--json")) as Record<string, unknown>;

  /** Forgets the stack, whatever it still knows, and removes the project. */
  async remove(): Promise<void> {
    await this.pulumi("stack", "rm", "test", "--yes", "--force");
    rmSync(this.dir, { recursive: true, force: true });
  }
}
