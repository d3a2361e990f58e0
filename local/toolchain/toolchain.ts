/**
 * The tools of the main job. Each is one that fits and is on the machine already, or is built from package
 * registries into the cache; there is no third way.
 */
import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cached, cacheRoot, digestOf } from "../support/cache";
import { step } from "../support/progress";
import { run } from "../support/run";
import { UserError } from "../support/user-error";
import {
  build,
  CERT_MANAGER,
  CSI,
  download,
  type GoModule,
  isBuilt,
  KUBECTL,
  KUBERNETES,
  KUBERNETES_PROVIDER,
  LINTERS,
  NEWER_PULUMI,
  PEERS,
  PULUMI,
  TERRAFORM,
} from "./go-tools";
import { requirePrerequisites } from "./prerequisites";
import { fits, VERSIONS } from "./versions";

export interface Toolchain {
  /** The folder of the Kubernetes daemons and what runs beside them, with the definitions of their resources. */
  readonly kubernetes: string;
  /** The folder of the volume driver and its sidecars. */
  readonly csi: string;
  /** The folder of cert-manager, with the definitions of its resources. */
  readonly certManager: string;
  /** The folder of kubectl, where it had to be built. */
  readonly kubectl?: string;
  /** What Pulumi is run with: variables of the environment. */
  readonly pulumi: Readonly<Record<string, string>>;
}

/**
 * Finds or builds every tool, and puts those that people call on this process's PATH.
 *
 * @param startsCluster whether a cluster that does not run yet is to be started with them
 * @throws {UserError} when the machine lacks something, before any work is done
 */
export async function provideToolchain(startsCluster = false): Promise<Toolchain> {
  const installedPulumi = await installed("pulumi", ["version"], VERSIONS.pulumiAtLeast);
  const installedKubectl = await installed("kubectl", ["version", "--client", "-o", "json"], VERSIONS.kubectlAtLeast);
  const needed = [
    KUBERNETES,
    CSI,
    CERT_MANAGER,
    ...(installedKubectl ? [] : [KUBECTL]),
    ...(installedPulumi ? [] : [PULUMI, KUBERNETES_PROVIDER]),
  ];
  const missing = needed.filter((module) => !isBuilt(module));
  await requirePrerequisites({ builds: missing.length > 0, startsCluster });
  if (missing.length > 0) {
    await buildAll(missing);
  }
  const kubectl = installedKubectl ? undefined : join(await build(KUBECTL), "bin");
  if (kubectl !== undefined) {
    addToPath(kubectl);
  }
  return {
    kubernetes: await build(KUBERNETES),
    csi: await build(CSI),
    certManager: await build(CERT_MANAGER),
    ...(kubectl === undefined ? {} : { kubectl }),
    pulumi: installedPulumi ? installedPulumiEnvironment() : await builtPulumiEnvironment(),
  };
}

/** The folders of what benchmarks are measured beside. */
export interface Peers {
  readonly terraform: string;
  /** Of Terraform's Kafka provider, and of topicctl. */
  readonly others: string;
}

/**
 * Builds what benchmarks are measured beside, unless it is there. Nothing else needs it.
 *
 * @throws {UserError} when the machine lacks something, before any work is done
 */
export async function providePeers(): Promise<Peers> {
  await provide([TERRAFORM, PEERS]);
  return { terraform: await build(TERRAFORM), others: await build(PEERS) };
}

/**
 * Builds a Pulumi that can judge a stack's state by policies, unless it is there. Only the tests need it.
 *
 * @returns the folder of its program
 * @throws {UserError} when the machine lacks something, before any work is done
 */
export async function provideNewerPulumi(): Promise<string> {
  await provide([NEWER_PULUMI]);
  return join(await build(NEWER_PULUMI), "bin");
}

/**
 * Builds what checks the project's own files, unless it is there. Only the tests need it.
 *
 * @returns its folder
 * @throws {UserError} when the machine lacks something, before any work is done
 */
export async function provideLinters(): Promise<string> {
  await provide([LINTERS]);
  return build(LINTERS);
}

async function provide(modules: readonly GoModule[]): Promise<void> {
  const missing = modules.filter((module) => !isBuilt(module));
  if (missing.length > 0) {
    await requirePrerequisites({ builds: true, startsCluster: false });
    await buildAll(missing);
  }
}

/** Whether a command of the machine's own fits. One of ours may be on the PATH too, put there by a command that runs this. */
async function installed(command: string, args: string[], atLeast: string): Promise<boolean> {
  const dirs = (process.env.PATH ?? "").split(delimiter).filter((dir) => !dir.startsWith(cacheRoot));
  const printed = await run(command, args, { env: { PATH: dirs.join(delimiter) } }).catch(() => "");
  const version = /v?(\d+\.\d+\.\d+)/.exec(printed)?.[1];
  return version !== undefined && fits(version, atLeast);
}

async function buildAll(modules: readonly GoModule[]): Promise<void> {
  if (modules.includes(PULUMI)) {
    console.error(
      "No fitting Pulumi CLI is installed, so it will be built from source. Where pulumi.com can be reached, " +
        "installing it (https://www.pulumi.com/docs/install) is quicker: stop this, install, and run again.",
    );
  }
  await step("Fetching the sources of the tools", async () => {
    for (const module of modules) {
      await download(module).catch((error: Error) => {
        throw new UserError(
          `The sources of ${module.yields} could not be fetched. Check the network and GOPROXY (go env GOPROXY), then run again.\n${error.message}`,
        );
      });
    }
  });
  for (const module of modules) {
    await step(`Building ${module.yields}`, () => build(module));
  }
}

const addToPath = (dir: string): void => {
  process.env.PATH = `${dir}${delimiter}${process.env.PATH}`;
};

/** A person's own login, stacks and plugins stay untouched: everything of ours is below a home of its own. */
const COMMON_ENVIRONMENT = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  PULUMI_NODEJS_TRANSPILE_ONLY: "true", // `npm run check` checks the types
};

function installedPulumiEnvironment(): Record<string, string> {
  const home = join(cacheRoot, "pulumi-home");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  return { ...COMMON_ENVIRONMENT, PULUMI_HOME: home };
}

async function builtPulumiEnvironment(): Promise<Record<string, string>> {
  const cli = await build(PULUMI);
  const kubernetesProvider = await build(KUBERNETES_PROVIDER);
  addToPath(join(cli, "bin"));
  const home = await cached("pulumi-home", digestOf([cli, kubernetesProvider]), async (dir) => {
    // Found on the PATH, each plugin would cause a warning on every run.
    for (const [plugin, version] of Object.entries(VERSIONS.plugins)) {
      const from = plugin === "kubernetes" ? kubernetesProvider : cli;
      const file = join(from, "plugins", `pulumi-resource-${plugin}`);
      await run("pulumi", ["plugin", "install", "resource", plugin, version, "-f", file], {
        env: { ...COMMON_ENVIRONMENT, PULUMI_HOME: dir },
      });
    }
  });
  return { ...COMMON_ENVIRONMENT, PULUMI_HOME: home, PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" };
}
