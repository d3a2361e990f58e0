import { mkdir, rm } from "node:fs/promises";
import { run } from "../support/run";

/** Decides what an image becomes, so it counts as an input of every image. */
export const buildOptions: readonly string[] = [
  // No run-time and no cgroups needed; the few commands that our Containerfiles run are harmless.
  "--isolation=chroot",
  // Everything an image is made from is on this machine.
  "--pull=never",
  // Same inputs, same layers: images share them, in archives as on nodes.
  "--timestamp=0",
  // Importing a compressed archive is the quicker way: nodes write half as much.
  "--disable-compression=false",
];

interface Build {
  readonly containerfile: string;
  /** The folder that the Containerfile copies from. */
  readonly context: string;
  /** An image's name, or `oci-archive:<file>:<name>`. */
  readonly target: string;
  /** Where images and layers go while they are made; never the system's own storage. */
  readonly storage: string;
  /** Another storage, only read, that has the image to build on. @default none */
  readonly baseStorage?: string | undefined;
  readonly logFile: string;
}

/** Builds one image with buildah. */
export async function buildImage(build: Build): Promise<void> {
  const runRoot = `${build.storage}.run`;
  // Beside the storage and not in the system's own folder: what a killed build leaves goes with the rest of it.
  const temporary = `${build.storage}.tmp`;
  await mkdir(temporary, { recursive: true });
  const global = ["--storage-driver=overlay", `--root=${build.storage}`, `--runroot=${runRoot}`];
  if (build.baseStorage) {
    global.push(`--storage-opt=overlay.imagestore=${build.baseStorage}`);
  }
  const files = [`--file=${build.containerfile}`, `--tag=${build.target}`, build.context];
  await run("buildah", [...global, "build", ...buildOptions, ...files], {
    logFile: build.logFile,
    env: { TMPDIR: temporary },
  });
  await rm(temporary, { recursive: true, force: true });
  await rm(runRoot, { recursive: true, force: true });
}

/** Builds one image into an archive that containerd imports under the image's name. */
export async function buildArchive(
  name: string,
  archive: string,
  build: Omit<Build, "target" | "storage">,
): Promise<void> {
  const storage = `${archive}.storage`;
  await buildImage({ ...build, target: `oci-archive:${archive}:${name}`, storage });
  await rm(storage, { recursive: true, force: true });
}
