import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { catalog } from "../catalog/catalog";
import { type AskedBrokers, rootMessage } from "../components/gates/broker-connection";
import { kubernetesApis } from "../components/gates/kubernetes-client";
import { nodeAddresses } from "../components/gates/preflight/node-facts";
import { brokersOf } from "../components/platform/guards";
import { brokerAddresses } from "../components/platform/needs";
import { parseSettings, rawSettings, type Settings } from "../config/settings";
import { reportMistakes } from "../lib/mistakes";
import { requireCluster } from "../local/cluster/cluster";
import { localStack, releaseLock } from "../local/stack";
import { CommandError, type RunOptions, run } from "../local/support/run";
import { UserError } from "../local/support/user-error";
import { provideToolchain } from "../local/toolchain/toolchain";
import type { Inventory } from "./inventory/inventory";
import { liveInventory } from "./inventory/live";

const repository = resolve(__dirname, "..");

/** The stack that a command works on. */
export interface Target {
  readonly stack: string;
  /** The folder with the project's and the stack's file. */
  readonly folder: string;
  /** Runs Pulumi on the stack. */
  readonly pulumi: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** Lets go of the stack's lock. */
  readonly cancel: () => Promise<unknown>;
}

/** What a command was called with. */
export interface Call<Flag extends string> {
  readonly target: Target;
  readonly flags: Readonly<Record<Flag, boolean>>;
}

/**
 * Reads a command's arguments: `--stack NAME`, by Pulumi as the caller is logged in, or `--local CLUSTER`, the stack on
 * a local cluster.
 *
 * @param flags what it takes besides
 * @throws {UserError} with the usage where they are wrong
 */
export async function called<Flag extends string>(command: string, ...flags: readonly Flag[]): Promise<Call<Flag>> {
  const { stack, local, ...given } = parsed(command, flags);
  const set = Object.fromEntries(flags.map((flag) => [flag, given[flag] === true])) as Record<Flag, boolean>;
  if (local !== undefined) {
    return { target: await localTarget(String(local)), flags: set };
  }
  if (stack !== undefined) {
    return { target: remoteTarget(String(stack)), flags: set };
  }
  throw new UserError(usage(command, flags, "Which stack?"));
}

const usage = (command: string, flags: readonly string[], mistake: string): string =>
  `${mistake}\n\nusage: npm run ${command} -- --stack NAME | --local CLUSTER${flags.map((flag) => ` [--${flag}]`).join("")}`;

function parsed(command: string, flags: readonly string[]): Readonly<Record<string, string | boolean | undefined>> {
  const switches = flags.map((flag) => [flag, { type: "boolean" }] as const);
  const options = { stack: { type: "string" }, local: { type: "string" }, ...Object.fromEntries(switches) } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new UserError(usage(command, flags, (error as Error).message));
  }
}

/** Runs Pulumi; what it fails with is for people to read. */
async function runPulumi(args: readonly string[], options?: RunOptions): Promise<string> {
  try {
    return await run("pulumi", args, options);
  } catch (error) {
    throw error instanceof CommandError ? new UserError(error.message) : error;
  }
}

function remoteTarget(stack: string): Target {
  const pulumi: Target["pulumi"] = (args, more) =>
    runPulumi(["-C", repository, ...args, "--stack", stack, "--non-interactive"], more);
  return { stack, folder: repository, pulumi, cancel: () => pulumi(["cancel", "--yes"]) };
}

async function localTarget(name: string): Promise<Target> {
  const local = await localStack(requireCluster(name), await provideToolchain());
  const { dir, env, name: stack, layout } = local;
  // What asks the cluster itself looks there too.
  process.env.KUBECONFIG = layout.kubeconfig;
  const pulumi: Target["pulumi"] = (args, more = {}) =>
    runPulumi(["-C", dir, ...args, "--stack", stack, "--non-interactive"], {
      ...more,
      env: { ...env, ...more.env },
    });
  return { stack, folder: dir, pulumi, cancel: () => releaseLock(local) };
}

/** The settings in the stack's file. @throws {UserError} with every mistake in them and in the catalog */
export function settingsOf({ stack, folder }: Target): Settings {
  // With an organisation and a project before it, the stack is the last part.
  const file = join(folder, `Pulumi.${stack.split("/").at(-1)}.yaml`);
  if (!existsSync(file)) {
    throw new UserError(`There is no ${file}, where the settings of the stack ${stack} should be.`);
  }
  const { config = {} } = parse(readFileSync(file, "utf8")) as { config?: Record<string, unknown> };
  const texts = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]));
  const result = parseSettings(rawSettings(texts, "kafka-platform"), catalog);
  if ("mistakes" in result) {
    throw new UserError(reportMistakes(`${file} or the catalog`, result.mistakes));
  }
  return result.settings;
}

/** How the program reaches the brokers of a platform that runs. */
async function accessOf(settings: Settings): Promise<AskedBrokers> {
  const { core } = await kubernetesApis(settings.kubernetes.context);
  const { items } = await core.listNode();
  return brokersOf({ settings, bootstrap: brokerAddresses(settings, nodeAddresses(items)) });
}

/** What lives on the stack's cluster. @throws {UserError} where it does not tell */
export async function inventoryOf(target: Target): Promise<Inventory> {
  const settings = settingsOf(target);
  try {
    return await liveInventory(await accessOf(settings));
  } catch (error) {
    throw new UserError(
      `What is on the cluster is not known: ${rootMessage(error)}. Make sure that KUBECONFIG, or kubernetes.context, ` +
        "leads to the platform's cluster, and that its brokers can be reached from here.",
    );
  }
}
