/** The platform that the end-to-end tests run against: a local cluster of their own, made by `npm run up`. */
import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ExportedState, unprotected } from "../../commands/state";
import { requireCluster } from "../../local/cluster/cluster";
import { kubectl } from "../../local/cluster/control-plane";
import type { ClusterLayout } from "../../local/cluster/layout";
import { type LocalStack, localStack, pulumi } from "../../local/stack";
import { CommandError } from "../../local/support/run";
import { waitFor } from "../../local/support/wait";
import { provideToolchain, type Toolchain } from "../../local/toolchain/toolchain";
import type { Bootstrap } from "./kafka-clients";

/** Never the one that a person is using. */
export const TEST_CLUSTER = process.env.KAFKA_PLATFORM_TEST_CLUSTER ?? "test";

export const repository = resolve(__dirname, "..", "..");

/** The parts of the repository that the Pulumi program consists of. */
export const PROGRAM = ["index.ts", "package.json", "tsconfig.json", "Pulumi.yaml", "Pulumi.dev.yaml"].concat([
  "catalog",
  "components",
  "config",
  "contract",
  "lib",
]);

let tools: Promise<Toolchain> | undefined;

export const toolchain = (): Promise<Toolchain> => {
  tools ??= provideToolchain();
  return tools;
};

export const layout = (): ClusterLayout => requireCluster(TEST_CLUSTER);

/** The dev stack on the test cluster. @param program runs a changed copy of the program instead */
export const testStack = async (program?: string): Promise<LocalStack> =>
  localStack(layout(), await toolchain(), "dev", program);

/** Runs kubectl on the test cluster. */
export const kube = (...args: string[]): Promise<string> => kubectl(layout(), ...args);

/** Runs kubectl and reads its JSON. */
export const kubeJson = async <T>(...args: string[]): Promise<T> => JSON.parse(await kube(...args, "-o", "json")) as T;

/** The EXTERNAL listeners of the brokers, as this machine reaches them, and the administrator's identity. */
export const bootstrap = async (stack?: LocalStack): Promise<Bootstrap> => {
  const { name, ...rest } = stack ?? (await testStack());
  const outputs = JSON.parse(await pulumi({ name, ...rest }, ["stack", "output", "--json", "--stack", name])) as {
    bootstrapServers: { external: string[] };
    certificateAuthorities: string;
  };
  const { data } = await kubeJson<{ data: Record<string, string> }>("get", "secret", "kafka-admin-tls", "-n", "kafka");
  const pem = (key: string) => Buffer.from(data[key] ?? "", "base64").toString();
  return {
    addresses: outputs.bootstrapServers.external,
    tls: { ca: outputs.certificateAuthorities, cert: pem("tls.crt"), key: pem("tls.key") },
  };
};

export interface Outcome {
  readonly exitCode: number | string;
  /** Everything it printed. */
  readonly output: string;
}

/** A command's outcome, whatever that is. @param work runs it, and gives its output */
export async function outcomeOf(work: Promise<string>): Promise<Outcome> {
  try {
    return { exitCode: 0, output: await work };
  } catch (error) {
    if (error instanceof CommandError) {
      return { exitCode: error.exitCode, output: `${error.stdout}\n${error.stderr}` };
    }
    throw error;
  }
}

/** Runs Pulumi to its end, whatever that is. */
export const tryPulumi = (stack: LocalStack, ...args: string[]): Promise<Outcome> =>
  outcomeOf(pulumi(stack, [...args, "--non-interactive", "--stack", stack.name]));

/** `pulumi up` without questions; throws when it fails. */
export const pulumiUp = async (stack: LocalStack, ...args: string[]): Promise<string> => {
  const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview", ...args);
  if (exitCode !== 0) {
    throw new Error(`pulumi up: exit ${exitCode}\n${output}`);
  }
  return output;
};

/** Takes a stack away with all that it protects; throws when that fails. */
export async function pulumiDestroy(stack: LocalStack): Promise<void> {
  const state = JSON.parse(await pulumi(stack, ["stack", "export", "--stack", stack.name])) as ExportedState;
  await pulumi(stack, ["stack", "import", "--stack", stack.name], { input: JSON.stringify(unprotected(state)) });
  const { exitCode, output } = await tryPulumi(stack, "destroy", "--yes", "--skip-preview");
  if (exitCode !== 0) {
    throw new Error(`pulumi destroy: exit ${exitCode}\n${output}`);
  }
}

/** That another `pulumi up` would change nothing. */
export const assertNothingLeftToDo = async (stack: LocalStack): Promise<void> => {
  const { exitCode, output } = await tryPulumi(stack, "preview", "--expect-no-changes", "--diff");
  assert.equal(exitCode, 0, output);
};

/**
 * Runs work with a copy of the program in which files were changed, as in a pull request.
 *
 * @param changes by file, relative to the repository: what gives its new text, which must differ from the old one
 * @param parts what is copied @default what the program consists of
 */
export async function withChangedProgram<T>(
  changes: Readonly<Record<string, (text: string) => string>>,
  work: (program: string) => Promise<T>,
  parts: readonly string[] = PROGRAM,
): Promise<T> {
  const program = mkdtempSync(join(tmpdir(), "kafka-platform-program-"));
  try {
    for (const part of parts) {
      cpSync(join(repository, part), join(program, part), { recursive: true });
    }
    symlinkSync(join(repository, "node_modules"), join(program, "node_modules"));
    for (const [file, change] of Object.entries(changes)) {
      const before = readFileSync(join(program, file), "utf8");
      const after = change(before);
      if (after === before) {
        throw new Error(`${file}: the change changed nothing`);
      }
      writeFileSync(join(program, file), after);
    }
    return await work(program);
  } finally {
    rmSync(program, { recursive: true, force: true });
  }
}

/** A command of package.json on the test cluster, in a process group of its own, so that it can be killed whole. */
export class NpmCommand {
  output = "";
  private readonly child: ChildProcess;
  private readonly ended: Promise<number>;

  constructor(command: string) {
    this.child = spawn("npm", ["run", command, "--", "--name", TEST_CLUSTER], {
      cwd: repository,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
    this.ended = new Promise((resolved) => {
      this.child.on("close", (code) => resolved(code ?? 1));
    });
  }

  /** Kills the command and everything it started, except what was meant to outlive it, without warning. */
  async killWhen(printed: RegExp, timeoutMs: number): Promise<void> {
    await waitFor(`${printed} in the output`, () => printed.test(this.output) || this.child.exitCode !== null, {
      timeoutMs,
      everyMs: 20,
    });
    if (this.child.exitCode === null && this.child.pid !== undefined) {
      process.kill(-this.child.pid, "SIGKILL");
    }
    await this.ended;
    if (!printed.test(this.output)) {
      throw new Error(`the command ended before it printed ${printed}:\n${this.output}`);
    }
  }

  /** Waits for the end; throws with the output if that was not a success. */
  async succeed(): Promise<string> {
    const code = await this.ended;
    if (code !== 0) {
      throw new Error(`exit ${code}\n${this.output}`);
    }
    return this.output;
  }

  /** Waits for the end; throws with the output if that was a success. @returns the output */
  async fail(): Promise<string> {
    if ((await this.ended) === 0) {
      throw new Error(`no failure\n${this.output}`);
    }
    return this.output;
  }
}
