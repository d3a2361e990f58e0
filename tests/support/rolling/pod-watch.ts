import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { waitFor } from "../../../local/support/wait";
import { layout } from "../test-platform";
import { type Pod, serves } from "./pods";

interface Event {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "ERROR";
  readonly object: Pod;
}

/** Sees every change of the pods of a set, none of which falls between two looks. */
export class PodWatch {
  /**
   * The most pods that were restarting at one moment: from when one is told to stop until the one that takes its place
   * is ready. One that goes on running and only answers a probe too late, as on a busy machine, is not counted.
   */
  mostRestarting = 0;
  private readonly restarting = new Map<string, boolean>();
  private readonly made = new Map<string, Set<string>>();
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private stopped = false;
  private broken: string | undefined;

  private constructor(label: string) {
    const path = `/api/v1/namespaces/kafka/pods?watch=1&labelSelector=${encodeURIComponent(label)}`;
    const args = ["--kubeconfig", layout().kubeconfig, "get", "--raw", path];
    this.child = spawn("kubectl", args, { stdio: ["ignore", "pipe", "ignore"] });
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on("line", (line) => this.see(JSON.parse(line) as Event));
    }
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code) => {
        this.broken ??= this.stopped ? undefined : `the watch ended by itself with ${code}`;
        resolve();
      });
    });
  }

  /**
   * Begins to watch.
   *
   * @param label selects the pods
   * @param pods how many of them there are; they have to serve within half a minute
   */
  static async start(label = "app=kafka", pods = 3): Promise<PodWatch> {
    const watch = new PodWatch(label);
    try {
      const all = () => watch.restarting.size === pods && watch.away === 0;
      await waitFor(`${pods} pods of ${label} to serve`, all, { timeoutMs: 30_000 });
    } catch (error) {
      await watch.end();
      throw error;
    }
    watch.mostRestarting = 0;
    watch.made.clear();
    return watch;
  }

  /** Ends the watch. @throws Error if it did not see everything */
  async stop(): Promise<void> {
    await this.end();
    if (this.broken !== undefined) {
      throw new Error(this.broken);
    }
  }

  /** How often each pod was made anew since the start, by its name; those that were not are left out. */
  remade(): Record<string, number> {
    return Object.fromEntries([...this.made].sort().map(([name, uids]) => [name, uids.size]));
  }

  /** That these pods were made anew, each once and one after the other, and no others. */
  assertRolled(...pods: readonly string[]): void {
    assert.deepEqual(this.remade(), Object.fromEntries(pods.map((name) => [name, 1])));
    assert.equal(this.mostRestarting, 1);
  }

  private get away(): number {
    return [...this.restarting.values()].filter(Boolean).length;
  }

  private see({ type, object }: Event): void {
    if (type === "ERROR") {
      this.broken = `the watch was told of an error: ${JSON.stringify(object)}`;
      return;
    }
    const { name, uid, deletionTimestamp } = object.metadata;
    if (type === "ADDED") {
      this.made.set(name, (this.made.get(name) ?? new Set()).add(uid));
    }
    const serving = type !== "DELETED" && serves(object);
    const turns = type !== "MODIFIED" || deletionTimestamp !== undefined;
    this.restarting.set(name, !serving && (turns || this.restarting.get(name) === true));
    this.mostRestarting = Math.max(this.mostRestarting, this.away);
  }

  private async end(): Promise<void> {
    this.stopped = true;
    this.child.kill();
    await this.ended;
  }
}
