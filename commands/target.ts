import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { catalog } from "../catalog/catalog";
import { kubernetesApis } from "../components/gates/kubernetes-client";
import type { AskedBrokers } from "../components/gates/live-topics";
import { readAdminIdentity } from "../components/gates/tls-identity";
import { brokerAddresses } from "../components/platform/needs";
import { parseSettings, rawSettings, type Settings } from "../config/settings";
import { reportMistakes } from "../lib/mistakes";
import { requireCluster } from "../local/cluster/cluster";
import { localStack, releaseLock } from "../local/stack";
import { type RunOptions, run } from "../local/support/run";
import { UserError } from "../local/support/user-error";
import { provideToolchain } from "../local/toolchain/toolchain";

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

const options = {
  stack: { type: "string" },
  local: { type: "string" },
  json: { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
  cancel: { type: "boolean", default: false },
} as const;

/** What a command was called with. */
export interface Call {
  readonly target: Target;
  readonly json: boolean;
  readonly yes: boolean;
  readonly cancel: boolean;
}

/**
 * Reads a command's arguments: `--stack NAME`, by Pulumi as the caller is logged in, or `--local CLUSTER`, the stack on
 * a local cluster.
 *
 * @throws {UserError} with the usage where they are wrong
 */
export async function called(command: string): Promise<Call> {
  const { stack, local, ...flags } = parsed(command);
  if (local !== undefined) {
    return { target: await localTarget(local), ...flags };
  }
  if (stack !== undefined) {
    return { target: remoteTarget(stack), ...flags };
  }
  throw new UserError(usage(command, "Which stack?"));
}

const usage = (command: string, mistake: string): string =>
  `${mistake}\n\nusage: npm run ${command} -- --stack NAME | --local CLUSTER`;

function parsed(command: string) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new UserError(usage(command, (error as Error).message));
  }
}

function remoteTarget(stack: string): Target {
  const pulumi: Target["pulumi"] = (args, more) =>
    run("pulumi", ["-C", repository, ...args, "--stack", stack, "--non-interactive"], more);
  return { stack, folder: repository, pulumi, cancel: () => pulumi(["cancel", "--yes"]) };
}

async function localTarget(name: string): Promise<Target> {
  const local = await localStack(requireCluster(name), await provideToolchain());
  const { dir, env, name: stack, layout } = local;
  // What asks the cluster itself looks there too.
  process.env.KUBECONFIG = layout.kubeconfig;
  const pulumi: Target["pulumi"] = (args, more = {}) =>
    run("pulumi", ["-C", dir, ...args, "--stack", stack, "--non-interactive"], {
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

/** How the program reaches the brokers of a platform that runs. @throws {UserError} where it is not known */
export async function accessOf(settings: Settings): Promise<AskedBrokers> {
  const { kubernetes, certificates } = settings;
  const apis = await kubernetesApis(kubernetes.context);
  const identity = await readAdminIdentity(apis, kubernetes.namespace, certificates.authorities);
  if (identity === undefined) {
    throw new UserError(
      `The Secret kafka-admin-tls is not in the namespace ${kubernetes.namespace}, or not whole: is this the cluster of the platform?`,
    );
  }
  const { items } = await apis.core.listNode();
  const addresses = items.flatMap(({ status }) =>
    (status?.addresses ?? []).flatMap(({ type, address }) => (type === "InternalIP" ? address : [])),
  );
  return { identity, bootstrap: brokerAddresses(settings, addresses.sort()) };
}
