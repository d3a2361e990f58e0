import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cached, cachePath, cacheRoot, digestOf } from "../../../../local/support/cache";
import { writeWhole } from "../../../../local/support/files";
import { withLock } from "../../../../local/support/lock";
import { livingPid, recordProcess, startDaemon, stopDaemon } from "../../../../local/support/processes";
import { CommandError, run } from "../../../../local/support/run";
import { UserError } from "../../../../local/support/user-error";
import { waitFor } from "../../../../local/support/wait";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("a daemon", () => {
  it("is found again by its file, and ends when it is stopped", async () => {
    const pidFile = join(dir, "daemon.pid");
    await startDaemon(pidFile, join(dir, "log"), "sh", ["-c", "echo started; exec sleep 60"]);
    const pid = livingPid(pidFile);
    assert.ok(pid);
    await waitFor("its output", () => readFileSync(join(dir, "log"), "utf8") === "started\n", { timeoutMs: 5000 });
    await startDaemon(pidFile, join(dir, "log"), "sleep", ["60"]);
    assert.equal(livingPid(pidFile), pid, "is not started twice");
    await stopDaemon(pidFile, 5000);
    assert.equal(existsSync(`/proc/${pid}`) && livingPid(pidFile) !== undefined, false);
  });

  it("is not mistaken for another process that was given the same id", () => {
    const pidFile = join(dir, "daemon.pid");
    writeFileSync(pidFile, `${process.pid} 1\n`);
    assert.equal(livingPid(pidFile), undefined);
    recordProcess(pidFile, process.pid);
    assert.equal(livingPid(pidFile), process.pid);
  });
});

describe("a lock", () => {
  it("keeps a second process out while the first lives, and says who holds it", async () => {
    const file = join(dir, "lock");
    const other = spawn("sleep", ["60"]);
    try {
      await waitFor("the other process", () => other.pid, { timeoutMs: 5000 });
      recordProcess(file, other.pid ?? 0);
      await assert.rejects(
        withLock(file, "Cluster dev", async () => undefined),
        (error: Error) => error instanceof UserError && error.message.includes(`process ${other.pid}`),
      );
    } finally {
      other.kill();
    }
  });

  it("of a killed process does not count, and none is left behind", async () => {
    const file = join(dir, "lock");
    writeFileSync(file, "999999999 1\n");
    assert.equal(await withLock(file, "Cluster dev", async () => "done"), "done");
    assert.equal(existsSync(file), false);
  });
});

describe("a digest", () => {
  it("depends on contents and names, and not on where they are", () => {
    for (const folder of ["a", "b"]) {
      writeFileSync(join(dir, folder), "");
      rmSync(join(dir, folder));
      writeFileSync(join(dir, `${folder}.txt`), "same");
    }
    assert.equal(digestOf(["x"], [join(dir, "a.txt")]), digestOf(["x"], [join(dir, "b.txt")]));
    writeFileSync(join(dir, "b.txt"), "other");
    assert.notEqual(digestOf(["x"], [join(dir, "a.txt")]), digestOf(["x"], [join(dir, "b.txt")]));
    assert.notEqual(digestOf(["ab", "c"]), digestOf(["a", "bc"]));
  });
});

describe("a folder of the cache", () => {
  const name = `tests/${process.pid}`;
  afterEach(() => rmSync(join(cacheRoot, name.split("/")[0] ?? ""), { recursive: true, force: true }));

  it("is made once, and takes its name only when it is complete", async () => {
    await assert.rejects(cached(name, "d", () => Promise.reject(new Error("interrupted"))));
    assert.equal(existsSync(cachePath(name, "d")), false);
    let made = 0;
    const make = async (folder: string) => {
      made++;
      writeFileSync(join(folder, "file"), "content");
    };
    assert.equal(await cached(name, "d", make), await cached(name, "d", make));
    assert.equal(made, 1);
  });

  it("is freed of what a killed run left of it", async () => {
    const abandoned = `${cachePath(name, "d")}.999999999.part`;
    mkdirSync(join(abandoned, "half"), { recursive: true });
    await cached(name, "d", async () => undefined);
    assert.equal(existsSync(abandoned), false);
  });
});

describe("a command that fails", () => {
  it("says which command, its exit code, and what it printed last", async () => {
    await assert.rejects(run("sh", ["-c", "echo reason >&2; exit 3"]), (error: Error) => {
      assert.ok(error instanceof CommandError);
      assert.equal(error.exitCode, 3);
      assert.match(error.message, /sh -c .*exit 3\nreason/s);
      return true;
    });
    await assert.rejects(run("no-such-command", []), /no-such-command/);
  });
});

describe("a file that is written whole", () => {
  it("has its content and its mode, and leaves no part behind", () => {
    const file = join(dir, "file");
    writeWhole(file, "secret", 0o600);
    assert.equal(readFileSync(file, "utf8"), "secret");
    assert.equal(existsSync(`${file}.part`), false);
  });
});

describe("waiting for a condition", () => {
  it("ends with what was waited for and the last reason", async () => {
    const condition = () => Promise.reject(new Error("connection refused"));
    await assert.rejects(
      waitFor("the API server", condition, { timeoutMs: 20, everyMs: 5 }),
      /the API server: gave up.*connection refused/,
    );
  });
});
