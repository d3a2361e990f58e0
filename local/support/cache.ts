import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { run } from "./run";

/** Everything that is made outside the work tree lives below this folder. */
export const cacheRoot = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "kafka-platform");

/**
 * The digest of texts and of files or folders: same contents, same digest, wherever the clone stands.
 *
 * @param counts tells by its name whether a file counts @default all do
 */
export function digestOf(
  texts: readonly string[],
  paths: readonly string[] = [],
  counts: (file: string) => boolean = () => true,
): string {
  const hash = createHash("sha256");
  for (const text of texts) {
    hash.update(`${text.length}:${text}`);
  }
  for (const path of paths) {
    addPath(hash, path, "", counts);
  }
  return hash.digest("hex").slice(0, 16);
}

function addPath(hash: Hash, path: string, name: string, counts: (file: string) => boolean): void {
  if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path).sort().filter(counts)) {
      addPath(hash, join(path, entry), `${name}/${entry}`, counts);
    }
  } else {
    const content = readFileSync(path);
    hash.update(`${name}:${content.length}:`).update(content);
  }
}

/**
 * A folder of the cache that is made once and then found again.
 *
 * @param name says what it holds, as `images/kafka-4.2.0`
 * @param digest of everything it is made from ({@link digestOf})
 * @param make fills an empty folder; the folder takes its final name only when `make` has succeeded, so an
 *   interrupted run leaves nothing that looks complete
 * @returns the folder's path
 */
export async function cached(name: string, digest: string, make: (dir: string) => Promise<void>): Promise<string> {
  const dir = cachePath(name, digest);
  if (existsSync(dir)) {
    return dir;
  }
  await removeAbandoned(dir);
  const unfinished = `${dir}.${process.pid}.part`;
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    await make(unfinished);
    await rename(unfinished, dir);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(dir)) {
      throw error; // else another run finished the same folder first
    }
  }
  return dir;
}

/** Removes what killed runs left of a folder: files, and what was mounted on them while an image was built. */
async function removeAbandoned(dir: string): Promise<void> {
  const siblings = existsSync(dirname(dir)) ? readdirSync(dirname(dir)) : [];
  for (const sibling of siblings) {
    const [, pid] = sibling.startsWith(`${basename(dir)}.`) ? (/\.(\d+)\.part$/.exec(sibling) ?? []) : [];
    if (pid !== undefined && (Number(pid) === process.pid || !existsSync(`/proc/${pid}`))) {
      const abandoned = join(dirname(dir), sibling);
      for (const mount of mountsBelow(abandoned).reverse()) {
        await run("umount", ["--lazy", mount]).catch(() => undefined); // another run may have been quicker
      }
      await rm(abandoned, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
    }
  }
}

const mountsBelow = (dir: string): string[] =>
  readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((path) => path.startsWith(`${dir}/`));

/** Where {@link cached} keeps a folder, whether it is there or not. */
export const cachePath = (name: string, digest: string): string => join(cacheRoot, `${name}-${digest}`);
