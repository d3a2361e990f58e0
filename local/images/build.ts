import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { cached, digestOf } from "../support/cache";
import { step } from "../support/progress";
import { run } from "../support/run";
import { UserError } from "../support/user-error";
import type { Toolchain } from "../toolchain/toolchain";
import { baseDigest, debianBase } from "./base";
import { buildArchive, buildOptions } from "./buildah";
import { fillKafkaHome, kafkaInputs } from "./kafka";
import { freshLog } from "./logs";
import { earlierKafkaReleases, type KafkaRelease, kafkaReleases } from "./versions";

/** An image as a file, to be imported into a node's containerd. */
export interface ImageArchive {
  /** The name it has in pods, as `localhost/kafka:4.2.0`. */
  readonly name: string;
  /** The path of an OCI archive with that very name. */
  readonly archive: string;
  /** Of everything the image is made from. */
  readonly digest: string;
}

const ARCHIVE = "image.tar";

interface Recipe {
  /** The name and tag, as `kafka:4.2.0`. */
  readonly image: string;
  /** The folder here that has its Containerfile. */
  readonly folder: string;
  /** Whether it is built on our Debian base. */
  readonly onBase: boolean;
  /** What it is made from, beside its own folder and the base: texts, and paths of files. */
  readonly texts?: readonly string[];
  readonly files?: readonly string[];
  /** Puts what the Containerfile copies into a folder. @default nothing */
  readonly fill?: (context: string) => Promise<unknown>;
}

/** The images of the local cluster, made with the tools' programs, with progress. */
export const provideImages = ({ kubernetes, csi, certManager }: Toolchain): Promise<ImageArchive[]> =>
  buildImages(recipes([kubernetes, csi, certManager]));

/**
 * The image of one Kafka release, with progress.
 *
 * @param version one of {@link kafkaReleases} or {@link earlierKafkaReleases}
 * @throws {UserError} when it is another, or could not be built
 */
export async function provideKafkaImage(version: string): Promise<ImageArchive> {
  const known = [...kafkaReleases, ...earlierKafkaReleases];
  const release = known.find((candidate) => candidate.version === version);
  if (!release) {
    const versions = known.map((candidate) => candidate.version).join(", ");
    throw new UserError(`There is no image of Kafka ${version} for the local cluster. Name one of ${versions}.`);
  }
  const [image] = await buildImages([kafkaRecipe(release)]);
  return image as ImageArchive;
}

/** Builds images; those that are in the cache already cost nothing. */
function buildImages(wanted: readonly Recipe[]): Promise<ImageArchive[]> {
  const build = async () => {
    const archives: ImageArchive[] = [];
    for (const recipe of wanted) {
      archives.push(await imageArchive(recipe)); // one after the other: each step keeps the machine busy by itself
    }
    return archives;
  };
  return step("Images", build).catch((error: Error) => {
    throw new UserError(
      "The images of the local cluster could not be built. They need Maven Central (mvn) and Debian's packages " +
        `(apt-get): check the network and those tools' settings, then run again.\n${error.message}`,
    );
  });
}

/** @param folders where the Go programs are that go into images */
function recipes(folders: readonly string[]): readonly Recipe[] {
  const csi = ["hostcsi", "csi-provisioner", "csi-resizer", "csi-snapshotter", "snapshot-controller"];
  const certManager = ["controller", "cainjector", "webhook"].map((program) => `cert-manager-${program}`);
  return [
    ...kafkaReleases.map(kafkaRecipe),
    { ...binariesRecipe("csi", csi, folders), onBase: true },
    binariesRecipe("coredns", ["coredns"], folders),
    binariesRecipe("metallb", ["metallb-controller", "metallb-speaker"], folders),
    binariesRecipe("cert-manager", certManager, folders),
    { image: "pause:1", folder: "pause", onBase: false, fill: compilePause },
    { image: "tools:1", folder: "tools", onBase: true },
  ];
}

const kafkaRecipe = (release: KafkaRelease): Recipe => ({
  image: `kafka:${release.version}`,
  folder: "kafka",
  onBase: true,
  texts: kafkaInputs(release),
  fill: (context) => fillKafkaHome(release, context),
});

function binariesRecipe(name: string, binaries: readonly string[], folders: readonly string[]): Recipe {
  const files = binaries.map((binary) => findBinary(binary, folders));
  const fill = (context: string) => Promise.all(files.map((file) => copyFile(file, join(context, basename(file)))));
  return { image: `${name}:1`, folder: name, onBase: false, files, fill };
}

function findBinary(name: string, folders: readonly string[]): string {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found) {
    throw new Error(`${name} is in none of ${folders.join(", ")}`);
  }
  return found;
}

/** Static, for the image has nothing else in it. */
function compilePause(context: string): Promise<string> {
  const source = join(__dirname, "pause", "pause.c");
  return run("gcc", ["-static", "-Os", "-s", "-Wall", "-Werror", "-o", join(context, "pause"), source]);
}

async function imageArchive({ image, folder, onBase, texts = [], files = [], fill }: Recipe): Promise<ImageArchive> {
  const name = `localhost/${image}`;
  const fileName = image.replace(":", "-");
  const own = join(__dirname, folder);
  const inputs = [...texts, ...(await Promise.all(files.map(contentDigest)))];
  const digest = digestOf([name, ...buildOptions, onBase ? baseDigest() : "", ...inputs], [own]);
  const build = async (dir: string) => {
    const context = join(dir, "context");
    await mkdir(context);
    await fill?.(context);
    const baseStorage = onBase ? await debianBase() : undefined;
    const logFile = await freshLog(`image-${fileName}`);
    const options = { containerfile: join(own, "Containerfile"), context, baseStorage, logFile };
    await step(`Image ${name}`, () => buildArchive(name, join(dir, ARCHIVE), options));
    await rm(context, { recursive: true });
  };
  const dir = await cached(`images/${fileName}`, digest, build);
  return { name, archive: join(dir, ARCHIVE), digest };
}

/** Remembered for as long as the file stays the same one: reading 400 MB each time would take half a second. */
async function contentDigest(path: string): Promise<string> {
  const { ino, size, ctimeMs } = await stat(path);
  const identity = digestOf([path, `${ino}`, `${size}`, `${ctimeMs}`]);
  const dir = await cached(`images/digests/${basename(path)}`, identity, (dir) =>
    writeFile(join(dir, "content"), digestOf([], [path])),
  );
  return readFile(join(dir, "content"), "utf8");
}
