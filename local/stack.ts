/**
 * The stack that stands on a local cluster. What Pulumi needs for it (project folder, state, passphrase) lives in
 * the cluster's folder with mode 0600 and goes with it: the work tree stays clean, and a person's own Pulumi login
 * and stacks are not touched.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, stringify } from "yaml";
import type { ClusterLayout } from "./cluster/layout";
import { endOrphans } from "./orphans";
import { writeWhole } from "./support/files";
import { type RunOptions, run } from "./support/run";
import { waitFor } from "./support/wait";
import type { Toolchain } from "./toolchain/toolchain";

const repository = resolve(__dirname, "..");

export interface LocalStack {
  readonly layout: ClusterLayout;
  /** The Pulumi stack's name, and which Pulumi.<name>.yaml it is configured by. */
  readonly name: string;
  /** The project folder: Pulumi's files, without the program. */
  readonly dir: string;
  /** The folder of the program. */
  readonly program: string;
  /** The environment that Pulumi runs in. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Prepares the stack `name` on a cluster: its folder follows the program, its secrets' key is made once.
 *
 * @param program the folder of the Pulumi program @default this work tree
 */
export async function localStack(
  layout: ClusterLayout,
  toolchain: Toolchain,
  name = "dev",
  program = repository,
): Promise<LocalStack> {
  forgetPersonalSettings();
  const dir = join(layout.dir, "stack");
  const state = join(dir, "state");
  const passphrase = join(dir, "passphrase");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  if (!existsSync(passphrase)) {
    writeWhole(passphrase, randomBytes(32).toString("base64"), 0o600);
  }
  const stack: LocalStack = {
    layout,
    name,
    dir,
    program,
    env: {
      ...toolchain.pulumi,
      // Without files beside the state's: Pulumi writes them in place, and one that a kill leaves empty keeps the state
      // from being read ("failed to load checkpoint: EOF").
      PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
      // The provider waits for a second with each topic; by default, eight wait at a time on two cores.
      PULUMI_PARALLEL: "100",
      KUBECONFIG: layout.kubeconfig,
    },
  };
  writeProject(stack);
  if (!existsSync(join(state, ".pulumi", "stacks", projectName(program), `${name}.json`))) {
    await pulumi(stack, ["stack", "init", name, "--non-interactive"]);
  }
  return stack;
}

/** A person's own settings of Pulumi and of the Kafka provider would outrank the stack's, passphrase included. */
function forgetPersonalSettings(): void {
  for (const name of Object.keys(process.env).filter((key) => /^(PULUMI|KAFKA)_/.test(key))) {
    delete process.env[name];
  }
}

/** Runs Pulumi on a local stack. */
export const pulumi = (stack: LocalStack, args: readonly string[], options: RunOptions = {}): Promise<string> =>
  run("pulumi", ["-C", stack.dir, ...args], { ...options, env: { ...stack.env, ...options.env } });

const projectName = (program: string): string => readYaml(join(program, "Pulumi.yaml")).name as string;

/** Copies the project's files; the program itself stays where it is. The stack's salt is Pulumi's and is kept. */
function writeProject({ dir, name, program }: LocalStack): void {
  const project = { ...readYaml(join(program, "Pulumi.yaml")), main: program };
  writeWhole(join(dir, "Pulumi.yaml"), stringify(project));
  const settings = join(dir, `Pulumi.${name}.yaml`);
  const salt = existsSync(settings) ? readYaml(settings).encryptionsalt : undefined;
  // Keys of a stack that a person made with this file are of no use here.
  const {
    encryptionsalt: _,
    secretsprovider: __,
    encryptedkey: ___,
    ...wanted
  } = readYaml(join(program, `Pulumi.${name}.yaml`));
  writeWhole(settings, stringify({ ...wanted, ...(salt ? { encryptionsalt: salt } : {}) }), 0o600);
}

const readYaml = (file: string) => parse(readFileSync(file, "utf8")) as Record<string, unknown>;

/** The processes that hold the stack's lock, living or not. */
export function lockHolders(stack: LocalStack): number[] {
  const locks = join(stack.dir, "state", ".pulumi", "locks");
  const files = existsSync(locks) ? readdirSync(locks, { recursive: true, encoding: "utf8" }) : [];
  return files
    .filter((file) => file.endsWith(".json"))
    .map((file) => (JSON.parse(readFileSync(join(locks, file), "utf8")) as { pid: number }).pid);
}

/**
 * Lets go of the lock of a Pulumi that was killed, and waits for one that still runs (as happens when only the
 * command that started it was killed).
 */
export async function releaseLock(stack: LocalStack): Promise<void> {
  const living = () => lockHolders(stack).filter(isPulumi);
  if (living().length > 0) {
    console.error(`• Waiting for an earlier run of Pulumi to end (process ${living().join(", ")})`);
    await waitFor("the earlier run of Pulumi", () => living().length === 0, { timeoutMs: 1_800_000, everyMs: 1000 });
  }
  endOrphans(stack.layout);
  if (lockHolders(stack).length > 0) {
    await pulumi(stack, ["cancel", "--yes", "--stack", stack.name, "--non-interactive"]);
  }
}

function isPulumi(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "pulumi";
  } catch {
    return false;
  }
}
