/** Everywhere on this machine where a secret could have been left, but for those places that are made for it. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClusterLayout } from "../../../local/cluster/layout";
import { type LocalStack, pulumi } from "../../../local/stack";
import { run } from "../../../local/support/run";
import { allProcesses, procFile } from "./processes";

/** Texts by the places where they stand. */
export type Places = Readonly<Record<string, string>>;

/** All files of a folder. */
export const filesIn = (dir: string): Places =>
  Object.fromEntries(
    readdirSync(dir, { recursive: true, encoding: "utf8" })
      .map((file) => join(dir, file))
      .filter((file) => statSync(file).isFile())
      .map((file) => [file, readFileSync(file, "utf8")]),
  );

/** What Pulumi shows to everybody who may see the stack. */
export async function pulumiShows(stack: LocalStack): Promise<Places> {
  const commands = [
    ["stack", "output", "--json"],
    ["stack", "export"],
  ];
  const texts = await Promise.all(commands.map((command) => pulumi(stack, [...command, "--stack", stack.name])));
  return Object.fromEntries(commands.map((command, i) => [`pulumi ${command.join(" ")}`, texts[i] ?? ""]));
}

/** Every object of every kind in the cluster except Secrets, events included, and the logs of pods. */
export async function kubernetesShows(layout: ClusterLayout, logsOf: readonly string[]): Promise<Places> {
  const kubectl = (...args: string[]) => run("kubectl", ["--kubeconfig", layout.kubeconfig, ...args]);
  const kinds = (await kubectl("api-resources", "--verbs=list", "-o", "name")).trim().split("\n");
  const open = kinds.filter((kind) => kind !== "secrets").join(",");
  const names = ["get", "pods", "-o", "name", "-n"];
  const pods = await Promise.all(
    logsOf.map(async (namespace) => {
      const found = (await kubectl(...names, namespace)).trim().split("\n");
      return found.map((pod) => ({ namespace, pod }));
    }),
  );
  const logs = await Promise.all(
    pods.flat().map(async ({ namespace, pod }) => {
      const text = await kubectl("logs", pod, "--all-containers", "-n", namespace);
      return [`log of ${namespace}/${pod}`, text] as const;
    }),
  );
  const objects = await kubectl("get", open, "-A", "-o", "json", "--show-managed-fields");
  return { "objects in the cluster": objects, ...Object.fromEntries(logs) };
}

/** What processes are told when they are started: everybody on their machine can read the one, their user the other. */
export const processesShow = (): Places =>
  Object.fromEntries(
    allProcesses().map((pid) => [
      `process ${pid} (${procFile(pid, "comm").trim()})`,
      `${procFile(pid, "cmdline")}\n${procFile(pid, "environ")}`,
    ]),
  );
