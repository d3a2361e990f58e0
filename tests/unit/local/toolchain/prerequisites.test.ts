import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DEBIAN_PACKAGES,
  lacks,
  type Machine,
  missingPackages,
  requireTestPrerequisites,
} from "../../../../local/toolchain/prerequisites";
import { fits, VERSIONS } from "../../../../local/toolchain/versions";

const GIB = 2 ** 30;

const machine: Machine = {
  platform: "linux x64",
  isRoot: true,
  mayUnshare: true,
  hasLoopDevices: true,
  commands: new Set([...Object.keys(DEBIAN_PACKAGES), "apt-get"]),
  goVersion: "go1.26.8",
  memoryAvailable: 20 * GIB,
  diskFree: 80 * GIB,
};
const builds = { builds: true, startsCluster: true };

describe("the prerequisites of the local cluster", () => {
  it("find nothing wrong with a fitting machine", () => {
    assert.deepEqual(lacks(machine, builds), []);
  });

  const cases: readonly [string, Partial<Machine>, RegExp, RegExp][] = [
    ["not root", { isRoot: false }, /needs root/, /sudo/],
    ["no namespaces", { mayUnshare: false }, /may not make namespaces/, /CAP_SYS_ADMIN/],
    ["no loop devices", { hasLoopDevices: false }, /loop-control/, /modprobe loop/],
    ["no Go", { goVersion: undefined }, /Go is not on the PATH/, /go\.dev/],
    ["old Go", { goVersion: "go1.19.2" }, /Go is go1\.19\.2/, /1\.21\.0 or newer/],
    ["no network", { reachesModules: false }, /module proxy does not answer/, /GOPROXY/],
    ["little memory", { memoryAvailable: 3 * GIB }, /3\.0 GiB of memory/, /larger machine/],
    ["little disk", { diskFree: 20 * GIB }, /20\.0 GiB are free/, /XDG_CACHE_HOME/],
    ["no packages and no apt-get", { commands: new Set() }, /containerd/, /install them yourself/],
    ["another system", { platform: "darwin arm64" }, /darwin arm64/, /cluster of your own/],
  ];
  for (const [name, change, found, remedy] of cases) {
    it(`name what was found and the remedy: ${name}`, () => {
      const problems = lacks({ ...machine, ...change } as Machine, builds);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", found);
      assert.match(problems[0] ?? "", remedy);
    });
  }

  it("report every lack at once", () => {
    assert.equal(lacks({ ...machine, isRoot: false, memoryAvailable: 0, diskFree: 0 }, builds).length, 3);
  });

  it("ask for Go, and room for a build, only where something is to be built", () => {
    const { goVersion: _, ...withoutGo } = machine;
    assert.deepEqual(lacks({ ...withoutGo, diskFree: 10 * GIB }, { builds: false, startsCluster: true }), []);
  });

  it("ask for no room where the cluster has taken it already", () => {
    const full = { ...machine, memoryAvailable: GIB, diskFree: GIB };
    assert.deepEqual(lacks(full, { builds: false, startsCluster: false }), []);
  });

  it("leave packages that apt-get can install to it", () => {
    const commands = new Set([...machine.commands].filter((command) => command !== "tini"));
    assert.deepEqual(lacks({ ...machine, commands }, builds), []);
    assert.deepEqual(missingPackages({ ...machine, commands }), ["tini"]);
  });
});

describe("the prerequisites of tests", () => {
  const path = process.env.PATH;

  afterEach(() => {
    process.env.PATH = path;
  });

  it("name the packages that a machine without apt-get has to get elsewhere", async () => {
    process.env.PATH = "/nonexistent";
    await assert.rejects(requireTestPrerequisites(), /default-jdk-headless.*install them yourself/);
  });
});

describe("plugins", () => {
  it("are of the same release as the npm packages", () => {
    const file = join(__dirname, "../../../../package.json");
    const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies: Record<string, string> };
    for (const [plugin, version] of Object.entries(VERSIONS.plugins)) {
      assert.equal(dependencies[`@pulumi/${plugin}`], version);
    }
  });
});

describe("fits", () => {
  it("compares versions number by number", () => {
    assert.equal(fits("v3.232.0", "3.228.0"), true);
    assert.equal(fits("3.228.0", "3.228.0"), true);
    assert.equal(fits("3.99.0", "3.228.0"), false);
    assert.equal(fits("go1.26.8", "1.21.0"), true);
    assert.equal(fits("no version", "1.0.0"), false);
  });
});
