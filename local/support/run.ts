import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";

export interface RunOptions {
  /** @default the current directory */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the command's standard input. @default nothing */
  readonly input?: string;
  /** Everything the command prints is appended to this file too. @default none */
  readonly logFile?: string;
  /** "inherit" shows the command's output as it comes; the returned text is then empty. @default "capture" */
  readonly output?: "capture" | "inherit";
  /** Whether the command may ask questions on the terminal. @default false */
  readonly interactive?: boolean;
}

/** A command that exited with an unexpected code: says which, and the last lines of what it printed. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    readonly command: string,
    readonly exitCode: number | string,
    readonly stdout: string,
    readonly stderr: string,
    logFile?: string,
  ) {
    const tail = (stderr.trim() || stdout.trim()).split("\n").slice(-15).join("\n");
    super(`${command}: exit ${exitCode}${logFile ? ` (log: ${logFile})` : ""}\n${tail}`);
  }
}

/**
 * Runs a command to its end.
 *
 * @returns what it wrote to standard output
 * @throws {CommandError} when it exits with another code than 0, or cannot be started
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, env, input, logFile, output = "capture", interactive = false } = options;
  return new Promise((resolve, reject) => {
    const stdin = interactive ? "inherit" : input === undefined ? "ignore" : "pipe";
    const show = output === "inherit" ? "inherit" : "pipe";
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [stdin, show, show],
    });
    const log = logFile ? createWriteStream(logFile, { flags: "a", mode: 0o600 }) : undefined;
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      log?.write(text);
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      log?.write(text);
    });
    child.stdin?.end(input);
    const shown = [command, ...args].join(" ").slice(0, 300);
    child.on("error", (error) => reject(new CommandError(shown, error.message, stdout, stderr, logFile)));
    child.on("close", (code, signal) => {
      log?.end();
      if (code === 0) {
        resolve(stdout);
      } else {
        reject(new CommandError(shown, code ?? signal ?? "unknown", stdout, stderr, logFile));
      }
    });
  });
}
