/**
 * The wires of a cluster: a switch, one cable to each node, one to the control plane and one to this machine, each
 * end in a network namespace of its own. No default route leads out of it.
 */
import { existsSync } from "node:fs";
import { run } from "../support/run";
import type { ClusterLayout, NodeLayout } from "./layout";

const ip = (...args: string[]) => run("ip", args);
/** The file that keeps a network namespace alive. */
export const netnsFile = (netns: string) => `/run/netns/${netns}`;

/** Runs a command inside a network namespace, and in nothing else of it: `ip netns exec` would hide the cgroups. */
export const inNetns = (netns: string, command: string, args: readonly string[]): [string, string[]] => [
  "nsenter",
  [`--net=${netnsFile(netns)}`, command, ...args],
];

async function linkExists(netns: string, link: string): Promise<boolean> {
  return ip("-n", netns, "link", "show", link).then(
    () => true,
    () => false,
  );
}

async function addNetns(netns: string): Promise<void> {
  if (!existsSync(netnsFile(netns))) {
    await ip("netns", "add", netns);
  }
  const loopbackUp = () => ip("-n", netns, "link", "set", "lo", "up");
  await loopbackUp().catch(async () => {
    // A run that was killed while it made the namespace has left its file alone.
    await ip("netns", "del", netns);
    await ip("netns", "add", netns);
    await loopbackUp();
  });
}

/** Sets kernel parameters of a namespace's network. */
async function sysctl(netns: string, ...settings: string[]): Promise<void> {
  await run(...inNetns(netns, "sysctl", ["-qw", ...settings]));
}

/** Makes the switch, and the cables of the control plane and of this machine. */
export async function networkUp(layout: ClusterLayout): Promise<void> {
  const { switchNetns, controlPlane, machinePort } = layout;
  await addNetns(switchNetns);
  if (!(await linkExists(switchNetns, "br0"))) {
    await ip("-n", switchNetns, "link", "add", "br0", "type", "bridge");
  }
  await ip("-n", switchNetns, "addr", "replace", `${layout.gatewayIp}/24`, "dev", "br0");
  await ip("-n", switchNetns, "link", "set", "br0", "up");
  await sysctl(switchNetns, "net.ipv4.ip_forward=1");

  if (!(await linkExists(switchNetns, "p-machine"))) {
    const peer = ["peer", "name", machinePort, "netns", String(process.pid)];
    await ip("-n", switchNetns, "link", "add", "p-machine", "type", "veth", ...peer);
  }
  await ip("-n", switchNetns, "link", "set", "p-machine", "master", "br0", "up");
  await ip("addr", "replace", `${layout.machineIp}/24`, "dev", machinePort);
  await ip("link", "set", machinePort, "up");

  await addNetns(controlPlane.netns);
  await plug(layout, controlPlane.netns, controlPlane.port, controlPlane.ip);
  for (const node of layout.nodes) {
    await routePods(layout, node);
  }
}

/** Lays a cable from the switch to a namespace, with a stable hardware address, and a default route over it. */
async function plug(layout: ClusterLayout, netns: string, port: string, address: string): Promise<void> {
  const { switchNetns } = layout;
  if (!(await linkExists(switchNetns, port))) {
    const lastByte = Number(address.split(".")[3]).toString(16).padStart(2, "0");
    const mac = `02:00:00:00:${layout.index.toString(16).padStart(2, "0")}:${lastByte}`;
    const peer = ["peer", "name", "eth0", "address", mac, "netns", netns];
    await ip("-n", switchNetns, "link", "add", port, "type", "veth", ...peer);
  }
  await ip("-n", switchNetns, "link", "set", port, "master", "br0", "up");
  await ip("-n", netns, "addr", "replace", `${address}/24`, "dev", "eth0");
  await ip("-n", netns, "link", "set", "eth0", "up");
  await ip("-n", netns, "route", "replace", "default", "via", layout.gatewayIp);
}

/** The machine, the control plane and the switch know which node has which pods. */
async function routePods(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  await ip("route", "replace", node.podCidr, "via", node.ip);
  await ip("-n", layout.controlPlane.netns, "route", "replace", node.podCidr, "via", node.ip);
  await ip("-n", layout.switchNetns, "route", "replace", node.podCidr, "via", node.ip);
}

/** Connects a node: its namespace, its cable, and the routes to the pods of the others. */
export async function connectNode(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  await addNetns(node.netns);
  await plug(layout, node.netns, node.port, node.ip);
  await sysctl(
    node.netns,
    "net.ipv4.ip_forward=1",
    "net.ipv4.conf.all.rp_filter=0",
    "net.ipv4.conf.default.rp_filter=0",
  );
  for (const other of layout.nodes.filter(({ number }) => number !== node.number)) {
    await ip("-n", node.netns, "route", "replace", other.podCidr, "via", other.ip);
  }
}

/** Takes a node's namespace away; left alone, its kernel would go on forwarding by the rules kube-proxy wrote. */
export async function disconnectNode(layout: ClusterLayout, node: NodeLayout): Promise<void> {
  await removeNetns(node.netns);
  if (existsSync(netnsFile(layout.switchNetns))) {
    await ip("-n", layout.switchNetns, "link", "del", node.port).catch(() => undefined); // the kernel was quicker
  }
}

async function removeNetns(netns: string): Promise<void> {
  if (existsSync(netnsFile(netns))) {
    await ip("netns", "del", netns);
  }
}

/** Service addresses are known to nodes only: everybody else reaches them through a node that runs. */
export async function routeServices(layout: ClusterLayout, via: NodeLayout): Promise<void> {
  await ip("route", "replace", layout.serviceCidr, "via", via.ip);
  await ip("-n", layout.controlPlane.netns, "route", "replace", layout.serviceCidr, "via", via.ip);
}

/** The address of the node by which this machine reaches Services now. */
export async function serviceGateway(layout: ClusterLayout): Promise<string | undefined> {
  const routes = JSON.parse(await ip("-j", "route", "show", layout.serviceCidr)) as { gateway?: string }[];
  return routes[0]?.gateway;
}

/** Pulls a node's cable, or plugs it in again. */
export async function setCable(layout: ClusterLayout, node: NodeLayout, state: "up" | "down"): Promise<void> {
  await ip("-n", layout.switchNetns, "link", "set", node.port, state);
}

/** Whether a node's cable is plugged in at the switch. */
export async function cableIsUp(layout: ClusterLayout, node: NodeLayout): Promise<boolean> {
  const text = await ip("-n", layout.switchNetns, "-j", "link", "show", node.port).catch(() => "[]");
  return (JSON.parse(text) as { flags: string[] }[])[0]?.flags.includes("UP") ?? false;
}

/** Takes all wires away; the machine's routes go with its port. */
export async function networkDown(layout: ClusterLayout): Promise<void> {
  for (const netns of [...layout.nodes.map((node) => node.netns), layout.controlPlane.netns, layout.switchNetns]) {
    await removeNetns(netns);
  }
  await ip("link", "del", layout.machinePort).catch(() => undefined); // went with the other end of its cable
}
