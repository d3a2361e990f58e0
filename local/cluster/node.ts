/** The life of one node: boot, power cut, and what runs inside. */
import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { livingPid, startDaemon } from "../support/processes";
import { run } from "../support/run";
import { waitFor } from "../support/wait";
import { cgroupsDown, cgroupsUp, systemCgroups } from "./cgroups";
import type { ClusterLayout, NodeLayout } from "./layout";
import { connectNode, disconnectNode, inNetns } from "./network";
import { cniConfig, containerdConfig, hostsFile, kubeletConfig, kubeProxyConfig } from "./node-config";

/** The process whose end takes the whole node with it. */
const powerFile = (node: NodeLayout) => join(node.dir, "power.pid");

/** Whether a node is switched on. */
export const isOn = (node: NodeLayout): boolean => livingPid(powerFile(node)) !== undefined;

/**
 * Boots a node, unless it runs: its namespaces and cgroups, then containerd, kubelet and kube-proxy in them. What a
 * crashed run left of it is removed first; its disks (images, volumes) are kept.
 */
export async function powerOn(layout: ClusterLayout, node: NodeLayout, binaries: string): Promise<void> {
  if (isOn(node)) {
    return;
  }
  await clear(layout, node);
  writeFiles(layout, node, binaries);
  cgroupsUp(node.cgroup);
  await connectNode(layout, node);
  const namespaces = ["--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child", "--propagation", "private"];
  const init = ["sh", join(node.dir, "node-init.sh"), node.dir];
  await startDaemon(
    powerFile(node),
    join(node.dir, "logs", "init.log"),
    ...inNetns(node.netns, "unshare", [...namespaces, ...init]),
  );
  await waitFor(`${node.name}: containerd to answer`, () => inNode(node, "ctr", "version"), { timeoutMs: 60_000 });
}

/** Cuts a node's power: all of its processes die at once, unprepared. Its disks are kept. */
export async function powerOff(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  const pid = livingPid(powerFile(node));
  if (pid !== undefined) {
    const init = childOf(pid);
    process.kill(init ?? pid, "SIGKILL"); // PID 1 of the node: the kernel ends all the others
    const off = () => !isOn(node) && (init === undefined || !existsSync(`/proc/${init}`));
    await waitFor(`${node.name} to be off`, off, { timeoutMs: 30_000, everyMs: 50 });
  }
  await clear(layout, node);
}

/** Removes what a switched-off node still has in the kernel. */
async function clear(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  rmSync(powerFile(node), { force: true });
  await disconnectNode(layout, node);
  await cgroupsDown(node.cgroup);
}

/** Runs a command inside a node, as somebody logged in on it would. */
export function inNode(node: NodeLayout, command: string, ...args: string[]): Promise<string> {
  const power = livingPid(powerFile(node));
  const init = power === undefined ? undefined : childOf(power);
  if (init === undefined) {
    return Promise.reject(new Error(`${node.name} is off`));
  }
  return run("nsenter", ["-t", String(init), "-m", "-u", "-i", "-n", "-p", "--", command, ...args]);
}

function childOf(pid: number): number | undefined {
  try {
    const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ")[0]);
    return child > 0 ? child : undefined;
  } catch {
    return undefined;
  }
}

/** The files a node boots from. Scripts are copied: a running node does not depend on the clone that started it. */
function writeFiles(layout: ClusterLayout, node: NodeLayout, binaries: string): void {
  for (const folder of ["etc/cni", "logs", "root/etc"]) {
    mkdirSync(join(node.dir, folder), { recursive: true });
  }
  mkdirSync(layout.snapshots, { recursive: true });
  const write = (path: string, content: string | object) =>
    writeFileSync(join(node.dir, path), typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  for (const script of ["node-init.sh", "node-daemons.sh"]) {
    copyFileSync(join(__dirname, script), join(node.dir, script));
  }
  write("etc/containerd.toml", containerdConfig(node));
  write("etc/cni/10-pods.conflist", cniConfig(node));
  write("etc/kubelet.yaml", kubeletConfig(layout, node));
  write("etc/kube-proxy.yaml", kubeProxyConfig(layout, node));
  write("root/etc/hostname", `${node.name}\n`);
  write("root/etc/hosts", hostsFile(layout));
  write("root/etc/resolv.conf", "");
  if (!existsSync(join(node.dir, "root/etc/machine-id"))) {
    write("root/etc/machine-id", `${randomUUID().replaceAll("-", "")}\n`);
  }
  write("node.env", shellVariables(layout, node, binaries));
}

function shellVariables(layout: ClusterLayout, node: NodeLayout, binaries: string): string {
  const variables = {
    NODE_NAME: node.name,
    NODE_IP: node.ip,
    NODE_ZONE: node.zone,
    HYPERKUBE: join(binaries, "hyperkube"),
    KUBELET_KUBECONFIG: join(layout.pki, `kubelet-${node.name}.kubeconfig`),
    SNAPSHOTS: layout.snapshots,
    SYSTEM_CGROUPS: systemCgroups(node.cgroup).join(" "),
  };
  return Object.entries(variables)
    .map(([key, value]) => `${key}='${value}'\n`)
    .join("");
}
