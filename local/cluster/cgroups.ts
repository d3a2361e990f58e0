/**
 * Each node has a parent cgroup of its own, so that its kubelet can account for its pods and that a crashed node's
 * leftovers can be told from another's. On cgroup v1 that is one folder in every controller, on v2 a single one.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { waitFor } from "../support/wait";

const ROOT = "/sys/fs/cgroup";
const V1_CONTROLLERS = [
  "cpu",
  "cpuacct",
  "cpuset",
  "memory",
  "devices",
  "freezer",
  "blkio",
  "pids",
  "systemd",
  "unified",
];
const V2_CONTROLLERS = ["cpu", "cpuset", "memory", "io", "pids"];

const isV2 = (): boolean => existsSync(join(ROOT, "cgroup.controllers"));

const hierarchies = (): string[] =>
  isV2() ? [ROOT] : V1_CONTROLLERS.map((controller) => join(ROOT, controller)).filter((dir) => existsSync(dir));

/** The cgroups that a node's own daemons run in; its pods get siblings of theirs. */
export const systemCgroups = (cgroup: string): string[] =>
  hierarchies().map((hierarchy) => join(hierarchy, cgroup, "system"));

/** Makes a node's cgroups. */
export function cgroupsUp(cgroup: string): void {
  for (const hierarchy of hierarchies()) {
    const parent = join(hierarchy, cgroup);
    mkdirSync(join(parent, "system"), { recursive: true });
    if (isV2()) {
      const enable = V2_CONTROLLERS.map((controller) => `+${controller}`).join(" ");
      writeFileSync(join(hierarchy, "cgroup.subtree_control"), enable);
      writeFileSync(join(parent, "cgroup.subtree_control"), enable);
    } else if (hierarchy.endsWith("/cpuset")) {
      // A new cpuset is empty and takes no process before it has been told its share.
      for (const dir of [parent, join(parent, "system")]) {
        for (const file of ["cpuset.cpus", "cpuset.mems"]) {
          writeFileSync(join(dir, file), readFileSync(join(hierarchy, file)));
        }
      }
    }
  }
}

/** Removes a node's cgroups; the kernel lets go of them only a moment after the last process has ended. */
export async function cgroupsDown(cgroup: string): Promise<void> {
  await waitFor(
    `removal of the cgroups ${cgroup}`,
    () => {
      const dirs = hierarchies().map((hierarchy) => join(hierarchy, cgroup));
      for (const dir of dirs) {
        removeTree(dir);
      }
      return dirs.every((dir) => !existsSync(dir));
    },
    { timeoutMs: 15_000, everyMs: 200 },
  );
}

/** The files of a cgroup cannot be deleted; its folders can, from the leaves up. */
function removeTree(dir: string): void {
  if (!existsSync(dir)) {
    return;
  }
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeTree(join(dir, entry.name));
    }
  }
  try {
    rmdirSync(dir);
  } catch {
    // still busy: the caller comes again
  }
}
