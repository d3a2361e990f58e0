import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cacheRoot } from "../support/cache";

/** An empty place for what a build step prints. It stays when the step fails, unlike the folder the step fills. */
export async function freshLog(name: string): Promise<string> {
  const dir = join(cacheRoot, "logs");
  await mkdir(dir, { recursive: true });
  const file = join(dir, `${name}.log`);
  await rm(file, { force: true });
  return file;
}
