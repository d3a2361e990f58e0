import { linkSync, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { livingPid, recordProcess } from "./processes";
import { UserError } from "./user-error";

/** Another living process holds the lock. */
export class LockedError extends UserError {}

/**
 * Does work that only one process may do at a time. The lock of a process that was killed does not count.
 *
 * @param file names the lock
 * @param what names the work, for the message
 * @throws {LockedError} when another living process holds the lock
 */
export async function withLock<T>(file: string, what: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  for (let tries = 0; !tryToTake(file); tries++) {
    const holder = livingPid(file);
    if (holder !== undefined || tries > 3) {
      throw new LockedError(
        `${what}: process ${holder ?? "?"} is at it already. Wait until it has ended, or end it, then run this again.`,
      );
    }
    rmSync(file, { force: true }); // its holder was killed
  }
  try {
    return await work();
  } finally {
    if (livingPid(file) === process.pid) {
      rmSync(file, { force: true });
    }
  }
}

/** A link appears with its content at once: no other process ever sees a lock that names nobody. */
function tryToTake(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  recordProcess(mine, process.pid);
  try {
    linkSync(mine, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}
