/** The processes of this machine as its administrator sees them, those in pods included. */
import { readdirSync, readFileSync } from "node:fs";

/** A file of a process, or nothing where that has ended. */
export function procFile(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** The ids of all processes. */
export const allProcesses = (): readonly number[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);

/** When a process began, in clock ticks since the machine did. */
const beginOf = (pid: number): number => Number(procFile(pid, "stat").split(") ")[1]?.split(" ")[19]);

/**
 * The main process of a pod's first container: its oldest, but for the one that only keeps the pod together. Those of
 * probes come and go.
 *
 * @param uid the pod's
 */
export function mainProcess(uid: string): number {
  const [oldest] = allProcesses()
    .filter((pid) => procFile(pid, "cgroup").includes(uid) && procFile(pid, "comm").trim() !== "pause")
    .map((pid) => ({ pid, begin: beginOf(pid) }))
    .sort((a, b) => a.begin - b.begin);
  if (oldest === undefined) {
    throw new Error(`the pod ${uid} has no process on this machine`);
  }
  return oldest.pid;
}

/** The file of a pod's network namespace. @param uid the pod's */
export const networkOf = (uid: string): string => `/proc/${mainProcess(uid)}/ns/net`;

/** A line of a process's status: `CapEff`, say. */
export const statusOf = (pid: number, name: string): string =>
  new RegExp(`^${name}:\\s*(.*)$`, "m").exec(procFile(pid, "status"))?.[1] ?? "";

const listening = "0A";

/** The TCP ports on which a process's network listens, but for those that only itself can reach; sorted. */
export function listeningPorts(pid: number): readonly number[] {
  const lines = ["net/tcp", "net/tcp6"].flatMap((file) => procFile(pid, file).trim().split("\n").slice(1));
  const addresses = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === listening)
    .map(([, local = ""]) => local.split(":"));
  const reachable = addresses.filter(([ip = ""]) => !/^0100007F$|^0{24}01000000$|^0{16}FFFF00000100007F$/i.test(ip));
  return [...new Set(reachable.map(([, port = ""]) => Number.parseInt(port, 16)))].sort((a, b) => a - b);
}
