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

/** The folder of the program. */
export const repository = resolve(__dirname, "..");

/** The stack that a command works on. */
export interface Target {
  readonly stack: string;
  /** The folder with the project's and the stack's file. */
  readonly folder: string;
  /** Runs Pulumi on the stack. */
  readonly pulumi: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** Runs Pulumi on the stack to its end, whatever that is. @returns all that it printed */
  readonly attempt: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** Lets go of the stack's lock. */
  readonly cancel: () => Promise<unknown>;
}

/** What a command takes besides the stack. */
export interface Takes<Flag extends string, Text extends string> {
  readonly flags?: readonly Flag[];
  /** What takes a text, as `--owner TEXT`. @default nothing */
  readonly texts?: readonly Text[];
  /** Whether it takes names of things. @default false */
  readonly names?: boolean;
}

/** What a command was called with. */
export interface Call<Flag extends string, Text extends string> {
  readonly target: Target;
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly texts: Readonly<Record<Text, string | undefined>>;
  readonly names: readonly string[];
}

/**
 * Reads a command's arguments: `--stack NAME`, by Pulumi as the caller is logged in, or `--local CLUSTER`, the stack on
 * a local cluster.
 *
 * @throws {UserError} with the usage where they are wrong
 */
export async function called<Flag extends string = never, Text extends string = never>(
  command: string,
  takes: Takes<Flag, Text>,
): Promise<Call<Flag, Text>> {
  const { values, positionals: names } = parsed(command, takes);
  const { stack, local, ...given } = values;
  const { flags = [], texts = [] } = takes;
  const call = {
    flags: Object.fromEntries(flags.map((flag) => [flag, given[flag] === true])) as Record<Flag, boolean>,
    texts: Object.fromEntries(texts.map((text) => [text, given[text]])) as Record<Text, string | undefined>,
    names,
  };
  if (local !== undefined) {
    return { ...call, target: await localTarget(String(local)) };
  }
  if (stack !== undefined) {
    return { ...call, target: remoteTarget(String(stack)) };
  }
  throw new UserError(usage(command, takes, "Which stack?"));
}

function usage(command: string, { flags = [], texts = [], names }: Takes<string, string>, mistake: string): string {
  const more = [...texts.map((text) => ` [--${text} TEXT]`), ...flags.map((flag) => ` [--${flag}]`)];
  return `${mistake}\n\nusage: npm run ${command} -- --stack NAME | --local CLUSTER${more.join("")}${names ? " [NAME …]" : ""}`;
}

function parsed(
  command: string,
  takes: Takes<string, string>,
): { readonly values: Readonly<Record<string, string | boolean | undefined>>; readonly positionals: string[] } {
  const { flags = [], texts = [], names = false } = takes;
  const options = Object.fromEntries([
    ...["stack", "local", ...texts].map((text) => [text, { type: "string" }] as const),
    ...flags.map((flag) => [flag, { type: "boolean" }] as const),
  ]);
  try {
    return parseArgs({ options, allowPositionals: names }) as ReturnType<typeof parsed>;
  } catch (error) {
    throw new UserError(usage(command, takes, (error as Error).message));
  }
}

/** What runs Pulumi in a folder, and what it fails with is for people to read. @param env of all its runs */
function runsIn(folder: string, stack: string, env: RunOptions["env"] = {}): Pick<Target, "pulumi" | "attempt"> {
  const runPulumi: Target["pulumi"] = (args, more = {}) =>
    run("pulumi", ["-C", folder, ...args, "--stack", stack, "--non-interactive"], {
      ...more,
      env: { ...env, ...more.env },
    });
  const failing = (instead: (error: CommandError) => string) => (error: unknown) => {
    if (error instanceof CommandError) {
      return instead(error);
    }
    throw error;
  };
  return {
    pulumi: (args, more) =>
      runPulumi(args, more).catch(
        failing((error) => {
          throw new UserError(error.message);
        }),
      ),
    attempt: (args, more) => runPulumi(args, more).catch(failing(({ stdout, stderr }) => `${stdout}\n${stderr}`)),
  };
}

/** A stack that Pulumi finds as the caller is logged in. */
export function remoteTarget(stack: string): Target {
  const runs = runsIn(repository, stack);
  return { stack, folder: repository, ...runs, cancel: () => runs.pulumi(["cancel", "--yes"]) };
}

/** The stack on a local cluster. */
export async function localTarget(name: string): Promise<Target> {
  const local = await localStack(requireCluster(name), await provideToolchain());
  const { dir, env, name: stack, layout } = local;
  // What asks the cluster itself looks there too.
  process.env.KUBECONFIG = layout.kubeconfig;
  return { stack, folder: dir, ...runsIn(dir, stack, env), cancel: () => releaseLock(local) };
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
