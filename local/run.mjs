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

/** Installed when the machine's own is older: the least that the Kafka client runs on is 22.19. */
const NODE_VERSION = "22.23.3";
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
  const platform = `node-${process.platform}-${process.arch}`;
  const dir = join(cache, `node-${NODE_VERSION}`);
  const bin = join(dir, "node_modules", platform, "bin");
  if (!existsSync(bin)) {
    console.error(`• Installing Node.js ${NODE_VERSION} (this is ${process.versions.node}; 22.19 or newer is needed)`);
    const unfinished = `${dir}.${process.pid}.part`;
    mkdirSync(unfinished, { recursive: true });
    npm(unfinished, "install", "--no-save", `${platform}@${NODE_VERSION}`);
    rmSync(dir, { recursive: true, force: true });
    renameSync(unfinished, dir);
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
