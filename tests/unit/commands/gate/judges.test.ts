import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { changedJudges } from "../../../../commands/gate/judges";

describe("the files that judge a change and are changed by it", () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder });
  const commit = (file: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
    git("add", ".");
    git("commit", "-qm", file);
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "kafka-platform-judges-"));
    git("init", "-q", "-b", "main");
    commit("README.md");
    git("checkout", "-qb", "change");
    for (const file of ["policy/index.ts", "commands/gate/report.ts", "commands/drift.ts", ".ci/gate"]) {
      commit(file);
    }
    git("checkout", "-q", "main");
    commit("policy/other.ts");
    git("checkout", "-q", "change");
  });

  after(() => rmSync(folder, { recursive: true }));

  it("are those that have changed since it left what it goes into", async () => {
    const files = [".ci/gate", "commands/gate/report.ts", "policy/index.ts"];
    assert.deepEqual([...(await changedJudges(folder, "main"))].sort(), files);
  });

  it("are none where git cannot tell", async () => {
    assert.deepEqual(await changedJudges(folder, "origin/main"), []);
    assert.deepEqual(await changedJudges(folder, ""), []);
    assert.deepEqual(await changedJudges(tmpdir(), "main"), []);
  });
});
