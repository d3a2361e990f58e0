import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../local/support/run";
import { layout, NpmCommand } from "../support/test-platform";

describe("npm run down", () => {
  it("leaves no process, mount, network namespace, cgroup, interface or file of the cluster behind", async () => {
    const { dir, name, machinePort } = layout();
    await new NpmCommand("down").succeed();
    const commandLines = readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
      .flatMap((pid) => ["cmdline", "environ"].map((file) => readFile(join("/proc", pid, file)).replaceAll("\0", " ")));
    assert.deepEqual(
      commandLines.filter((line) => line.includes(`${dir}/`)),
      [],
    );
    assert.doesNotMatch(readFile("/proc/self/mounts"), new RegExp(`${dir}/`));
    assert.doesNotMatch(await run("ip", ["netns", "list"]), new RegExp(`kp-${name}-`));
    assert.doesNotMatch(await run("ip", ["link", "show"]), new RegExp(`${machinePort}[@:]`));
    assert.doesNotMatch(await run("losetup", ["--list", "--noheadings"]), new RegExp(`${dir}/`));
    const cgroups = await run("find", ["/sys/fs/cgroup", "-maxdepth", "2", "-name", `kafka-platform-${name}-*`]);
    assert.equal(cgroups, "");
    assert.equal(existsSync(dir), false);
  });
});

/** A file's text, or nothing if its process ended meanwhile. */
function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
