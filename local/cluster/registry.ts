/** Which clusters there are, and which block of addresses each has. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../support/files";
import { run } from "../support/run";
import { UserError } from "../support/user-error";
import { CLUSTER_NAME, type ClusterLayout, clustersDir, layoutOf, MAX_CLUSTERS } from "./layout";
import { netnsFile } from "./network";

const recordFile = (name: string) => join(clustersDir, name, "cluster.json");

/** The layout of a cluster that exists, running or not. */
export function findCluster(name: string): ClusterLayout | undefined {
  if (!CLUSTER_NAME.test(name)) {
    throw new UserError(`"${name}" cannot name a cluster: use up to ten letters and digits, a letter first.`);
  }
  if (!existsSync(recordFile(name))) {
    return undefined;
  }
  const { index } = JSON.parse(readFileSync(recordFile(name), "utf8")) as { index: number };
  return layoutOf(name, index);
}

/** All clusters that exist on this machine. */
export function allClusters(): ClusterLayout[] {
  const names = existsSync(clustersDir) ? readdirSync(clustersDir) : [];
  return names
    .filter((name) => CLUSTER_NAME.test(name))
    .map((name) => findCluster(name))
    .filter((layout) => layout !== undefined);
}

/**
 * The layout of a cluster, which is given the first free block of addresses if it is new.
 *
 * @throws {UserError} when every block is taken by another cluster or by the machine's own networks, or a cluster of
 *   that name belongs to somebody else
 */
export async function claimCluster(name: string): Promise<ClusterLayout> {
  const existing = findCluster(name);
  if (existing) {
    return existing;
  }
  if (existsSync(netnsFile(layoutOf(name, 0).switchNetns))) {
    throw new UserError(
      `The machine has network namespaces of a cluster "${name}" that this cache does not know: another cache folder ` +
        "(XDG_CACHE_HOME) has made it. Choose another name (--name NAME), remove it there (npm run down), or, if that " +
        `cache is gone, delete what is left of it: ip netns | awk '/^kp-${name}-/ {print $1}' | xargs -rn1 ip netns del`,
    );
  }
  const taken = new Set(allClusters().map(({ index }) => index));
  const routes = await machineRoutes();
  const blocks = Array.from({ length: MAX_CLUSTERS }, (_, index) => layoutOf(name, index));
  const free = blocks.find((block) => !taken.has(block.index) && conflicts(block, routes).length === 0);
  if (!free) {
    const reasons = blocks.map((block) =>
      taken.has(block.index)
        ? `  ${block.lanCidr}: has another local cluster`
        : `  ${block.lanCidr}: meets the machine's route ${conflicts(block, routes).join(", ")}`,
    );
    throw new UserError(
      `Every address block for local clusters is taken:\n${reasons.join("\n")}\n` +
        "Remove a cluster (npm run cluster -- down --name NAME) or the route.",
    );
  }
  rmSync(free.dir, { recursive: true, force: true }); // without a record it belongs to no cluster
  mkdirSync(free.dir, { recursive: true, mode: 0o700 });
  writeWhole(recordFile(name), `${JSON.stringify({ index: free.index })}\n`);
  return free;
}

/** The machine's routes that a cluster would meet. */
export function conflicts(layout: ClusterLayout, routes: readonly string[]): string[] {
  const needed = [layout.lanCidr, layout.podCidr, layout.serviceCidr];
  return routes.filter((route) => needed.some((cidr) => overlaps(cidr, route)));
}

/** Whether two IPv4 networks share an address. */
export function overlaps(a: string, b: string): boolean {
  const [x, y] = [parseCidr(a), parseCidr(b)];
  const bits = Math.min(x.bits, y.bits);
  const mask = bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
  return (x.address & mask) >>> 0 === (y.address & mask) >>> 0;
}

function parseCidr(cidr: string): { address: number; bits: number } {
  const [address = "", bits = "32"] = cidr.split("/");
  return {
    address: address.split(".").reduce((sum, byte) => ((sum << 8) | Number(byte)) >>> 0, 0),
    bits: Number(bits),
  };
}

async function machineRoutes(): Promise<string[]> {
  const routes = JSON.parse(await run("ip", ["-j", "-4", "route", "show"])) as { dst: string }[];
  return routes.map(({ dst }) => dst).filter((dst) => dst !== "default");
}
