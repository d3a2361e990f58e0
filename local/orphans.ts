import { readdirSync, readFileSync } from "node:fs";
import type { ClusterLayout } from "./cluster/layout";

/**
 * Ends the provider processes of a cluster's stack whose Pulumi was killed: each would wait for it for ever. They are
 * told from others by the stack's state in their environment, and by a parent that does not have it.
 */
export function endOrphans(layout: ClusterLayout): void {
  const ofThisStack = (pid: string) =>
    read(`/proc/${pid}/environ`).includes(`PULUMI_BACKEND_URL=file://${layout.dir}/`);
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${pid}/stat`);
    const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "0";
    if (stat.includes("(pulumi-resource") && ofThisStack(pid) && !ofThisStack(parent)) {
      end(Number(pid));
    }
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // it has ended by itself
  }
}

/** A file of a process, or nothing if that has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
