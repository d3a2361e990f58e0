/** `npm run campaign -- NAME`: tests that take too long for `npm test`, on a cluster of their own. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { clusterDown, clusterUp } from "../local/cluster/cluster";
import { provideImages } from "../local/images/build";
import { requireRoot, runMain, UserError } from "../local/support/user-error";
import { provideToolchain } from "../local/toolchain/toolchain";
import { type Campaign, campaignEnvironment } from "./campaigns/campaign";

const root = resolve(__dirname, "..");
const folder = join(__dirname, "campaigns");
const CLUSTER = "campaign";

/** Files of the folder that are no campaigns but serve them. */
const HELPERS = ["campaign.ts", "evidence.ts"];

const names = () =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !HELPERS.includes(file))
    .map((file) => file.replace(".ts", ""));

const usage = () => `usage: npm run campaign -- NAME [options]

  NAME                     ${names().join(" or ")}
  --mode kraft|zookeeper   of rolls (default: kraft)
  --records N              acknowledged records of each change, at least (default: 1000000)
  --rate N                 records a second of all producers together; 0: all they can (default: 4000)

It brings a cluster named ${CLUSTER} up, and takes it down at the end. Its figures go to docs/evidence.`;

async function main(): Promise<void> {
  const { name, asked } = parse(process.argv.slice(2));
  requireRoot();
  await clusterDown(CLUSTER); // what an interrupted campaign left
  const toolchain = await provideToolchain();
  try {
    await clusterUp(CLUSTER, toolchain, await provideImages(toolchain));
    const { passed, failed } = run(name, asked);
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await clusterDown(CLUSTER);
  }
}

function run(name: string, asked: Campaign): { readonly passed: number; readonly failed: number } {
  const dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
  const countsFile = join(dir, "counts.json");
  try {
    const reporter = join(__dirname, "support", "reporter.ts");
    const hooks = ["--require=ts-node/register", "--require=./tests/support/diagnosis.ts"];
    const args = ["--reporter", reporter, ...hooks, "--bail", "--exit", join(folder, `${name}.ts`)];
    const { status } = spawnSync(join(root, "node_modules", ".bin", "mocha"), args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        ...campaignEnvironment(asked),
        KAFKA_PLATFORM_TEST_CLUSTER: CLUSTER,
        COUNTS_FILE: countsFile,
      },
    });
    if (!existsSync(countsFile)) {
      return { passed: 0, failed: 1 };
    }
    const { passes, failures } = JSON.parse(readFileSync(countsFile, "utf8")) as { passes: number; failures: number };
    const broken = failures === 0 && (status !== 0 || passes === 0);
    return { passed: passes, failed: failures + (broken ? 1 : 0) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function parse(args: string[]): { readonly name: string; readonly asked: Campaign } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        mode: { type: "string", default: "kraft" },
        records: { type: "string", default: "1000000" },
        rate: { type: "string", default: "4000" },
      },
    });
    const [name = "", ...rest] = positionals;
    if (rest.length > 0 || !names().includes(name)) {
      throw new Error(name === "" ? "Say which campaign." : `There is no campaign "${positionals.join(" ")}".`);
    }
    if (values.mode !== "kraft" && values.mode !== "zookeeper") {
      throw new Error(`--mode ${values.mode}: kraft or zookeeper`);
    }
    const command = ["npm run campaign --", ...args].join(" ");
    const [records, recordsPerSecond] = [count("--records", values.records), count("--rate", values.rate)];
    return { name, asked: { mode: values.mode, records, recordsPerSecond, command } };
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${usage()}`);
  }
}

function count(option: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new Error(`${option} ${text}: a number`);
  }
  return Number(text);
}

void runMain(main);
