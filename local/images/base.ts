import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cached, digestOf } from "../support/cache";
import { step } from "../support/progress";
import { run } from "../support/run";
import { buildImage, buildOptions } from "./buildah";
import { freshLog } from "./logs";
import { versions } from "./versions";

/**
 * One base serves every image that is more than a static program: a node then stores one layer for all of them, and
 * only one system has to be put together. So it has the JRE of Kafka, the file system tools of the storage driver
 * and the network tools of test pods.
 */
const packages = ["openjdk-17-jre-headless", "e2fsprogs", "xfsprogs", "mount", "curl", "busybox"];

const recipe: readonly string[] = [
  // Nothing but the packages that Debian marks as essential: no apt, which nobody runs in a container.
  "--variant=essential",
  `--include=${packages.join(",")}`,
  // Without this hook the merged /usr brings a full Perl of 50 MB to merge it.
  "--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr",
  ...["doc", "man", "info", "locale"].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
  // The JRE's installation makes links to its manual pages and fails where their folder is missing.
  '--essential-hook=mkdir -p "$1/usr/share/man/man1"',
  // A half-written system is thrown away anyhow: no need to wait for the disk after each file.
  "--dpkgopt=force-unsafe-io",
];

const containerfile = join(__dirname, "base", "Containerfile");

/** What an image built on the base depends on. */
export const baseDigest = (): string => digestOf([versions.debian, ...recipe, ...buildOptions], [containerfile]);

/** Makes the base once. @returns the storage that has it as localhost/debian-jre */
export async function debianBase(): Promise<string> {
  const dir = await cached("images/base", baseDigest(), (dir) =>
    step(`Debian ${versions.debian} with a JRE`, async () => {
      const context = join(dir, "context");
      await mkdir(context);
      const logFile = await freshLog("image-base");
      await bootstrap(join(context, "rootfs.tar"), dir, logFile);
      await buildImage({
        containerfile,
        context,
        target: "localhost/debian-jre",
        storage: join(dir, "storage"),
        logFile,
      });
      await rm(context, { recursive: true });
    }),
  );
  return join(dir, "storage");
}

async function bootstrap(target: string, workDir: string, logFile: string): Promise<void> {
  const aptOptions = join(workDir, "apt.conf");
  await writeFile(aptOptions, acquireOptions(await run("apt-config", ["dump"])));
  const format = "$(ORIGIN) $(CODENAME) deb $(SITE) $(RELEASE) $(COMPONENT)";
  const targets = await run("apt-get", ["indextargets", "--format", format, "Created-By: Packages"]);
  const sources = debianSources(targets, versions.debian);
  await run("mmdebstrap", [...recipe, `--aptopt=${aptOptions}`, versions.debian, target, ...sources], {
    logFile,
    env: { SOURCE_DATE_EPOCH: "0" },
  });
  await rm(aptOptions);
}

/**
 * The lines of this machine's apt sources that serve a Debian release, so that a mirror set up here is used. Empty on
 * a machine of another release: mmdebstrap then takes Debian's own mirror.
 *
 * @param targets lines of an index target's origin, code name and source line
 */
export function debianSources(targets: string, release: string): readonly string[] {
  const suites = [release, `${release}-updates`, `${release}-security`];
  const lines = suites.flatMap((suite) => {
    const prefix = `Debian ${suite} deb `;
    return targets.split("\n").filter((line) => line.startsWith(prefix));
  });
  return [...new Set(lines.map((line) => line.slice(line.indexOf("deb "))))];
}

/** How this machine's apt downloads (proxies, retries, checks): mmdebstrap on its own reads none of that. */
export const acquireOptions = (config: string): string =>
  `${config
    .split("\n")
    .filter((line) => /^Acquire::(?!IndexTargets\b)/.test(line))
    .join("\n")}\n`;
