/** What must be on the machine before any work is done: looked at first, and reported all at once. */
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheRoot } from "../support/cache";
import { run } from "../support/run";
import { UserError } from "../support/user-error";
import { fits, VERSIONS } from "./versions";

const GIB = 2 ** 30;

/** A fact about this machine, as far as the rules need it. */
export interface Machine {
  readonly platform: string;
  readonly isRoot: boolean;
  /** Whether root may make namespaces, which some sandboxes forbid. */
  readonly mayUnshare: boolean;
  readonly hasLoopDevices: boolean;
  /** Commands found on the PATH. */
  readonly commands: ReadonlySet<string>;
  readonly goVersion?: string;
  /** Whether Go's module proxy answers. Asked only where something is to be built. @default it was not asked */
  readonly reachesModules?: boolean;
  readonly memoryAvailable: number;
  readonly diskFree: number;
}

/** Commands the local cluster needs, and the Debian package of each. */
export const DEBIAN_PACKAGES: Readonly<Record<string, string>> = {
  buildah: "buildah",
  conntrack: "conntrack",
  containerd: "containerd",
  gcc: "gcc",
  "/usr/lib/x86_64-linux-gnu/libc.a": "libc6-dev",
  "/usr/lib/cni/bridge": "containernetworking-plugins",
  ip: "iproute2",
  mmdebstrap: "mmdebstrap",
  mvn: "maven",
  nft: "nftables",
  nsenter: "util-linux",
  openssl: "openssl",
  runc: "runc",
  sysctl: "procps",
  tini: "tini",
};

/** Commands that only tests need, and the Debian package of each. */
const TEST_PACKAGES: Readonly<Record<string, string>> = { javac: "default-jdk-headless" };

/** What is to be done on this machine, as far as the rules need it. */
export interface Plan {
  /** Whether Go tools are still to be built. */
  readonly builds: boolean;
  /** Whether a cluster is to be started that does not run yet, and needs room. */
  readonly startsCluster: boolean;
}

/** The Debian packages of the commands that a machine lacks. */
export const missingPackages = (machine: Machine): string[] =>
  Object.entries(DEBIAN_PACKAGES)
    .filter(([command]) => !machine.commands.has(command))
    .map(([, name]) => name);

/** Judges a machine: one sentence for each lack, with its remedy. */
export function lacks(machine: Machine, plan: Plan): string[] {
  const found: string[] = [];
  if (machine.platform !== "linux x64") {
    found.push(
      `The local cluster runs on Linux on x86-64; this is ${machine.platform}. Use a Linux machine, or a cluster of ` +
        "your own (README: A cluster of your own).",
    );
    return found;
  }
  if (!machine.isRoot) {
    found.push("The local cluster is made of kernel namespaces and needs root. Run the command again with sudo.");
  } else if (!machine.mayUnshare) {
    found.push(
      "Root may not make namespaces here (unshare failed). Run on a machine, or in a container, that has CAP_SYS_ADMIN and CAP_NET_ADMIN.",
    );
  }
  if (!machine.hasLoopDevices) {
    found.push("There is no /dev/loop-control, and volumes are loop devices. Load the module: modprobe loop.");
  }
  const packages = missingPackages(machine);
  if (packages.length > 0 && !machine.commands.has("apt-get")) {
    found.push(
      `These Debian packages, or their like, are missing: ${packages.join(" ")}. There is no apt-get to fetch them: install them yourself.`,
    );
  }
  const { goVersion } = machine;
  if (plan.builds && (goVersion === undefined || !fits(goVersion, VERSIONS.goAtLeast))) {
    found.push(
      `Tools have to be built and Go is ${goVersion ?? "not on the PATH"}; ${VERSIONS.goAtLeast} or newer is needed. Install it from https://go.dev/dl.`,
    );
  }
  if (machine.reachesModules === false) {
    found.push(
      "Tools have to be built and Go's module proxy does not answer. Check the network, and GOPROXY (go env GOPROXY).",
    );
  }
  if (plan.startsCluster && machine.memoryAvailable < 8 * GIB) {
    found.push(
      `${toGib(machine.memoryAvailable)} GiB of memory are available; three nodes with brokers need 8. End other programs or use a larger machine.`,
    );
  }
  const disk = plan.builds ? 25 : plan.startsCluster ? 8 : 0;
  if (machine.diskFree < disk * GIB) {
    found.push(
      `${toGib(machine.diskFree)} GiB are free below ${cacheRoot}; ${disk} are needed${plan.builds ? " to build the tools" : ""}. Make room, or set XDG_CACHE_HOME to a larger disk.`,
    );
  }
  return found;
}

const toGib = (bytes: number): string => (bytes / GIB).toFixed(1);

/**
 * Looks at the machine and installs the Debian packages it lacks.
 *
 * @throws {UserError} with every lack that cannot be mended here; nothing has been changed then
 */
export async function requirePrerequisites(plan: Plan): Promise<void> {
  const machine = await inspect(plan);
  const found = lacks(machine, plan);
  if (found.length > 0) {
    throw new UserError(
      ["This machine lacks what the local cluster needs:", ...found.map((text) => `  ✖ ${text}`)].join("\n"),
    );
  }
  const packages = missingPackages(machine);
  // An installation that was killed leaves packages unpacked and not configured; their files are there already.
  const unfinished = machine.commands.has("apt-get") ? await run("dpkg", ["--audit"]) : "";
  if (packages.length > 0 || unfinished !== "") {
    await installPackages(packages);
  }
}

/**
 * Installs the Debian packages that only tests need, where they are missing: the JDK, for Kafka clients in Java.
 *
 * @throws {UserError} when something is missing and cannot be installed here
 */
export async function requireTestPrerequisites(): Promise<void> {
  const packages = Object.entries(TEST_PACKAGES)
    .filter(([command]) => !isThere(command))
    .map(([, name]) => name);
  if (packages.length === 0) {
    return;
  }
  if (!isThere("apt-get")) {
    throw new UserError(
      `The tests need these Debian packages, or their like: ${packages.join(" ")}. There is no apt-get to fetch them: install them yourself.`,
    );
  }
  await installPackages(packages);
}

async function installPackages(packages: readonly string[]): Promise<void> {
  console.error(`• Installing Debian packages: ${packages.join(" ") || "completing an interrupted installation"}`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  try {
    // Waits for another apt-get, which may be what a killed run has left behind.
    const wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"];
    await run("dpkg", ["--configure", "-a"], { env });
    await run("apt-get", [...wait, "update"], { env });
    await run("apt-get", [...wait, "install", "-y", "--no-install-recommends", ...packages], { env });
  } catch (error) {
    throw new UserError(
      `The Debian packages could not be installed. Check the network and the package sources, or run\n  apt-get install ${packages.join(" ")}\nyourself.\n${(error as Error).message}`,
    );
  }
}

async function inspect(plan: Plan): Promise<Machine> {
  await mkdir(cacheRoot, { recursive: true, mode: 0o700 });
  const disk = statfsSync(cacheRoot);
  const succeeds = (command: string, ...args: string[]) =>
    run(command, args).then(
      () => true,
      () => false,
    );
  const goVersion = await run("go", ["env", "GOVERSION"]).catch(() => undefined);
  return {
    platform: `${process.platform} ${process.arch}`,
    isRoot: process.getuid?.() === 0,
    mayUnshare: await succeeds("unshare", "--mount", "--uts", "--ipc", "--net", "--pid", "--fork", "true"),
    hasLoopDevices: existsSync("/dev/loop-control"),
    commands: new Set([...Object.keys(DEBIAN_PACKAGES), "apt-get"].filter(isThere)),
    ...(goVersion === undefined ? {} : { goVersion: goVersion.trim() }),
    // The list of a module's versions is never answered from the cache.
    ...(plan.builds && goVersion !== undefined
      ? { reachesModules: await succeeds("go", "list", "-m", "-versions", "k8s.io/klog/v2") }
      : {}),
    memoryAvailable: memoryAvailable(),
    diskFree: disk.bavail * disk.bsize,
  };
}

/** Whether a command is on the PATH, or a file with a path of its own is there. */
const isThere = (command: string): boolean =>
  command.startsWith("/")
    ? existsSync(command)
    : (process.env.PATH ?? "").split(delimiter).some((dir) => existsSync(join(dir, command)));

function memoryAvailable(): number {
  const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
  return Number(line?.[1] ?? 0) * 1024;
}
