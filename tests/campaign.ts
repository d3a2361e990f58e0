/** `npm run campaign -- NAME`: tests that take too long for `npm test`, on a cluster of their own. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { requireRoot, runMain, UserError } from "../local/support/user-error";
import { type Campaign, campaignEnvironment } from "./support/campaign/campaign";
import { modes } from "./support/rolling/platforms";
import { onCluster, runMocha } from "./support/run-mocha";
import { withCluster } from "./support/with-cluster";

const folder = join(__dirname, "campaigns");
const CLUSTER = "campaign";

const names = () =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.replace(".ts", ""));

const usage = () => `usage: npm run campaign -- NAME [options]

  NAME                     ${names().join(" or ")}
  --mode MODE              of recovery and rolls: ${modes.join(", ")} (default: kraft)
  --records N              acknowledged records of each change, at least (default: 1000000)
  --rate N                 records a second of all producers together; 0: all they can (default: 4000)

It brings a cluster named ${CLUSTER} up, and takes it down at the end. Its figures go to docs/evidence.`;

async function main(): Promise<void> {
  const { name, asked } = parse(process.argv.slice(2));
  requireRoot();
  await withCluster(CLUSTER, () => {
    const env = { ...campaignEnvironment(asked), KAFKA_PLATFORM_TEST_CLUSTER: CLUSTER };
    const { passed, failed } = runMocha([...onCluster, join(folder, `${name}.ts`)], env);
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  });
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
    const mode = modes.find((known) => known === values.mode);
    if (mode === undefined) {
      throw new Error(`--mode ${values.mode}: ${modes.join(", ")}`);
    }
    const command = ["npm run campaign --", ...args].join(" ");
    const [records, recordsPerSecond] = [count("--records", values.records), count("--rate", values.rate)];
    return { name, asked: { mode, records, recordsPerSecond, command } };
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
