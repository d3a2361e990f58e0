import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { waitFor } from "./wait";

/**
 * When a process began, in clock ticks since boot. With its id this names a process for good: ids alone are used
 * again, and after a crash a file may name somebody else's process.
 */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const dead = fields[0] === "Z" || fields[0] === "X";
    return dead ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** Notes a process in a file, so that a later command finds it again. */
export function recordProcess(pidFile: string, pid: number): void {
  writeFileSync(pidFile, `${pid} ${startTime(pid) ?? "gone"}\n`);
}

/** The id of the process that a file names, or undefined if that very process no longer runs. */
export function livingPid(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) {
    return undefined;
  }
  const [pid, begun] = readFileSync(pidFile, "utf8").trim().split(" ");
  return begun !== undefined && startTime(Number(pid)) === begun ? Number(pid) : undefined;
}

/** A process that notes itself in a file before it becomes the command: there is no moment when nobody knows of it. */
const RECORD_AND_EXEC = `
file=$1; shift
stat=$(cat /proc/$$/stat); set -f
echo "$$ $(echo "\${stat##*) }" | cut -d' ' -f20)" >"$file.part"
mv "$file.part" "$file"
exec "$@"`;

/** Starts a process that outlives this one, unless it runs already. Its output is appended to `logFile`. */
export async function startDaemon(
  pidFile: string,
  logFile: string,
  command: string,
  args: readonly string[],
): Promise<void> {
  if (livingPid(pidFile) !== undefined) {
    return;
  }
  mkdirSync(dirname(pidFile), { recursive: true });
  mkdirSync(dirname(logFile), { recursive: true });
  rmSync(pidFile, { force: true });
  const log = openSync(logFile, "a", 0o600);
  const child = spawn("sh", ["-c", RECORD_AND_EXEC, "sh", pidFile, command, ...args], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  await waitFor(`${command} to start`, () => existsSync(pidFile), { timeoutMs: 10_000, everyMs: 10 });
}

/** Ends the process that a file names: politely, and after `graceMs` for certain. Does nothing if it is gone. */
export async function stopDaemon(pidFile: string, graceMs: number): Promise<void> {
  const pid = livingPid(pidFile);
  if (pid !== undefined) {
    const gone = () => livingPid(pidFile) === undefined;
    process.kill(pid, "SIGTERM");
    await waitFor(`end of process ${pid}`, gone, { timeoutMs: graceMs, everyMs: 50 }).catch(() => {
      process.kill(pid, "SIGKILL");
    });
    await waitFor(`end of process ${pid}`, gone, { timeoutMs: 10_000, everyMs: 20 });
  }
  rmSync(pidFile, { force: true });
}
