/** What CI calls, as CI calls it: in a checkout of its own, by a Pulumi that is logged in, on a stack by its name. */
import { strict as assert } from "node:assert";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { run } from "../../local/support/run";
import { provideNewerPulumi } from "../../local/toolchain/toolchain";
import { pullRequests, withPullRequest } from "../gate/pull-requests";
import { type Outcome, outcomeOf, pulumiUp, repository, testStack } from "../support/test-platform";

const MINUTES = 60_000;

/** A copy of every file that is tracked, or is to be. @returns its folder */
async function checkout(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "kafka-platform-checkout-"));
  const listed = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: repository,
  });
  for (const file of listed.split("\0").filter(Boolean)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(repository, file), join(folder, file));
  }
  return folder;
}

describe("what CI calls", function () {
  this.timeout(30 * MINUTES);
  let folder: string;

  before(async () => {
    await pulumiUp(await testStack());
    folder = await checkout();
    // The stack's key, which a team has in its repository: without its passphrase it is worth nothing.
    const { dir } = await testStack();
    const [own, theirs] = [join(dir, "Pulumi.dev.yaml"), join(folder, "Pulumi.dev.yaml")];
    const { encryptionsalt } = parse(readFileSync(own, "utf8")) as { encryptionsalt: string };
    writeFileSync(theirs, stringify({ ...parse(readFileSync(theirs, "utf8")), encryptionsalt }));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  async function inCheckout(command: string, ...args: string[]): Promise<Outcome> {
    const { env } = await testStack();
    const PATH = [await provideNewerPulumi(), process.env.PATH].join(delimiter);
    // To its end, and with what it writes of its progress.
    const told = ["-c", 'exec "$@" 2>&1', "sh", join(folder, ".ci", command), ...args];
    return outcomeOf(run("sh", told, { cwd: folder, env: { ...env, PATH } }));
  }

  const gate = () => inCheckout("gate", "dev", "gate.md", "gate.json");

  it("finds nothing where nothing is wrong", async () => {
    const night = await inCheckout("nightly", "dev");
    assert.equal(night.exitCode, 0, night.output);
    const judged = await gate();
    assert.equal(judged.exitCode, 0, judged.output);
    const report = readFileSync(join(folder, "gate.md"), "utf8");
    assert.match(report, /^## This change may be made\n/);
    assert.match(report, /Nothing changes/);
  });

  it("says at night what policies refuse of what is deployed, and in pull requests that they do away with it", async () => {
    const request = pullRequests("bad").find(({ name }) => name === "two-may-be-missing");
    assert.ok(request);
    await withPullRequest(request, async (program) => void (await pulumiUp(await testStack(program))));
    const night = await inCheckout("nightly", "dev");
    assert.equal(night.exitCode, 1, night.output);
    assert.match(night.output, /kubernetes-disruption-budget/);
    const judged = await gate();
    assert.equal(judged.exitCode, 0, judged.output);
    assert.match(readFileSync(join(folder, "gate.md"), "utf8"), /1 to change \(PodDisruptionBudget /);
    await pulumiUp(await testStack());
    assert.equal((await inCheckout("nightly", "dev")).exitCode, 0);
  });
});
