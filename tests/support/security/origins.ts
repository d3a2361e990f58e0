/** Places in the network from which a platform is looked at: what is open there, and what answers. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ClusterLayout } from "../../../local/cluster/layout";
import { inNetns, netnsFile } from "../../../local/cluster/network";
import { run } from "../../../local/support/run";
import type { Answer, Call } from "./call";

/** The command that runs a program of this folder in a network namespace. */
const inside = (netns: string, program: string, ...args: string[]): [string, string[]] => {
  const node = [process.execPath, "-r", "ts-node/register/transpile-only", join(__dirname, program)];
  return ["nsenter", [`--net=${netns}`, ...node, ...args]];
};

/**
 * The ports that answer, as "host:port", sorted.
 *
 * @param netns the file of the network namespace from which they are tried
 * @param ranges of ports, "FIRST-LAST"
 */
export async function openPorts(
  netns: string,
  hosts: readonly string[],
  ranges: readonly string[],
): Promise<readonly string[]> {
  const found = await run(...inside(netns, "scanner.ts", hosts.join(","), ranges.join(",")));
  return JSON.parse(found) as string[];
}

/** What the program of {@link converseFrom} prints. */
export type Printed =
  | { readonly protocol?: string; readonly bytes: readonly number[] }
  | { readonly refusal: { readonly message: string; readonly code?: string } };

/** A call that is made from somewhere else. @param netns the file of the network namespace */
export async function converseFrom(netns: string, call: Call): Promise<Answer> {
  // By standard input: it holds a key, and arguments are everybody's to read.
  const printed = JSON.parse(await run(...inside(netns, "caller.ts"), { input: JSON.stringify(call) })) as Printed;
  if ("refusal" in printed) {
    throw Object.assign(new Error(printed.refusal.message), { code: printed.refusal.code });
  }
  return { ...printed, bytes: Buffer.from(printed.bytes) };
}

/** Work with a machine that stands in the nodes' network and is none of them. It is given its network namespace's file. */
export async function withStranger<T>(layout: ClusterLayout, work: (netns: string) => Promise<T>): Promise<T> {
  const { switchNetns, gatewayIp } = layout;
  const netns = `kp-${layout.name}-stranger`;
  const remove = async () => {
    if (existsSync(netnsFile(netns))) {
      await run("ip", ["netns", "del", netns]);
    }
  };
  await remove(); // what a killed test left
  await run("ip", ["netns", "add", netns]);
  try {
    const peer = ["peer", "name", "eth0", "netns", netns];
    await run("ip", ["-n", switchNetns, "link", "add", "p-stranger", "type", "veth", ...peer]);
    await run("ip", ["-n", switchNetns, "link", "set", "p-stranger", "master", "br0", "up"]);
    const inside = (...args: string[]) => run(...inNetns(netns, "ip", args));
    await inside("link", "set", "lo", "up");
    await inside("addr", "add", `${gatewayIp.replace(/\.\d+$/, ".100")}/24`, "dev", "eth0");
    await inside("link", "set", "eth0", "up");
    await inside("route", "add", "default", "via", gatewayIp);
    return await work(netnsFile(netns));
  } finally {
    await remove();
  }
}
