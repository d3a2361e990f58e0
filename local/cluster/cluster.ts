/** Making, pausing parts of, and removing a whole local cluster. Every step looks at what is there first. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageArchive } from "../images/build";
import { cacheRoot } from "../support/cache";
import { LockedError, withLock } from "../support/lock";
import { step } from "../support/progress";
import { UserError } from "../support/user-error";
import { waitFor } from "../support/wait";
import type { Toolchain } from "../toolchain/toolchain";
import { addonsUp } from "./addons";
import { controlPlaneDown, controlPlaneUp, kubectl } from "./control-plane";
import { type ClusterLayout, clustersDir, type NodeLayout } from "./layout";
import { cableIsUp, networkDown, networkUp, routeServices, serviceGateway, setCable } from "./network";
import { inNode, isOn, powerOff, powerOn } from "./node";
import { pkiUp } from "./pki";
import { claimCluster, findCluster } from "./registry";

/** The cluster of `npm run up`. */
export const DEFAULT_CLUSTER = "dev";

/** One after the other: two new clusters must not take the same addresses. */
const claim = (name: string): Promise<ClusterLayout> =>
  waitFor(
    "the addresses of a new cluster",
    () => withLock(join(cacheRoot, "locks", "addresses"), "Choosing addresses", () => claimCluster(name)),
    { timeoutMs: 10_000, retry: (error) => error instanceof LockedError },
  );

const locked = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  withLock(join(cacheRoot, "locks", `cluster-${name}`), `Cluster ${name}`, work);

/** Brings a cluster up, or completes one that is partly there, and waits until all of it works. */
export function clusterUp(name: string, toolchain: Toolchain, images: readonly ImageArchive[]): Promise<ClusterLayout> {
  return locked(name, async () => {
    const layout = await claim(name);
    await step(`Cluster ${name}: network and control plane`, async () => {
      await networkUp(layout);
      await pkiUp(layout);
      await controlPlaneUp(layout, toolchain.kubernetes);
    });
    await step(`Cluster ${name}: ${layout.nodes.length} nodes`, async () => {
      const begin = Date.now();
      const off = layout.nodes.filter((node) => !isOn(node));
      for (const node of layout.nodes) {
        await powerOn(layout, node, toolchain.kubernetes);
        await setCable(layout, node, "up");
      }
      await routeThroughLivingNode(layout);
      await Promise.all(layout.nodes.map((node) => nodeReady(layout, node, off.includes(node) ? begin : 0)));
    });
    await step(`Cluster ${name}: images`, () => loadImages(layout, images));
    await step(`Cluster ${name}: DNS, volumes, load balancer, certificates`, () => addonsUp(layout, toolchain));
    return layout;
  });
}

/** Loads images into a running cluster that {@link clusterUp} did not load. */
export function importImages(name: string, images: readonly ImageArchive[]): Promise<void> {
  const layout = requireCluster(name);
  return locked(name, () => step(`Cluster ${name}: images`, () => loadImages(layout, images)));
}

/** Takes a cluster away with all of its data. Does nothing if there is none. */
export function clusterDown(name: string): Promise<void> {
  return locked(name, async () => {
    const layout = findCluster(name);
    if (!layout) {
      rmSync(join(clustersDir, `${name}.removed`), { recursive: true, force: true });
      return;
    }
    await step(`Cluster ${name}: removing it`, async () => {
      for (const node of layout.nodes) {
        await powerOff(layout, node);
      }
      await controlPlaneDown(layout);
      await networkDown(layout);
      discard(layout);
    });
  });
}

/** Renamed first: a removal that is interrupted leaves no cluster that is half there. */
function discard(layout: ClusterLayout): void {
  const rubbish = `${layout.dir}.removed`;
  rmSync(rubbish, { recursive: true, force: true });
  renameSync(layout.dir, rubbish);
  rmSync(rubbish, { recursive: true, force: true });
}

/** Cuts a node's power: its processes die unprepared, its disks stay. */
export const nodePowerOff = (name: string, number: number): Promise<void> =>
  withNode(name, number, async (layout, node) => {
    await powerOff(layout, node);
    await routeThroughLivingNode(layout);
  });

/** Switches a node on again and waits until Kubernetes counts it in. */
export const nodePowerOn = (name: string, number: number, binaries: string): Promise<void> =>
  withNode(name, number, async (layout, node) => {
    const begin = isOn(node) ? 0 : Date.now();
    await powerOn(layout, node, binaries);
    await routeThroughLivingNode(layout);
    await nodeReady(layout, node, begin);
  });

/** Pulls a node's network cable; it goes on running alone. */
export const nodeCut = (name: string, number: number): Promise<void> =>
  withNode(name, number, async (layout, node) => {
    await setCable(layout, poweredOn(name, node), "down");
    await routeThroughLivingNode(layout);
  });

/** Plugs a node's network cable in again. */
export const nodeHeal = (name: string, number: number): Promise<void> =>
  withNode(name, number, async (layout, node) => {
    await setCable(layout, poweredOn(name, node), "up");
    await routeThroughLivingNode(layout);
  });

/** A node that is off has no cable: it gets a new one when it is switched on. */
function poweredOn(name: string, node: NodeLayout): NodeLayout {
  if (!isOn(node)) {
    throw new UserError(
      `Node ${node.number} is off. Switch it on: npm run cluster -- power-on ${node.number} --name ${name}`,
    );
  }
  return node;
}

function withNode(
  name: string,
  number: number,
  work: (layout: ClusterLayout, node: NodeLayout) => Promise<void>,
): Promise<void> {
  const layout = requireCluster(name);
  const node = layout.nodes.find((candidate) => candidate.number === number);
  if (!node) {
    throw new UserError(`There is no node ${number}: name one of ${layout.nodes.map((n) => n.number).join(", ")}.`);
  }
  return locked(name, () => work(layout, node));
}

/** Whether any node of a cluster is on. */
export const isRunning = (name: string): boolean => findCluster(name)?.nodes.some(isOn) ?? false;

/** The layout of a cluster that must exist. */
export function requireCluster(name: string): ClusterLayout {
  const layout = findCluster(name);
  if (!layout) {
    throw new UserError(`There is no cluster ${name}. Make it: npm run cluster -- up --name ${name}`);
  }
  return layout;
}

/**
 * Lets this machine reach Services by a node that is on and connected. No pod depends on that, its own node has the
 * rules; so the way moves when its node is lost, and not back: a node that has just come back has no rules, or old ones.
 */
async function routeThroughLivingNode(layout: ClusterLayout): Promise<void> {
  const connected = await Promise.all(layout.nodes.map((node) => cableIsUp(layout, node)));
  const living = layout.nodes.filter((node, i) => isOn(node) && connected[i]);
  const now = await serviceGateway(layout);
  const via = living.find(({ ip }) => ip === now) ?? living[0];
  if (via) {
    await routeServices(layout, via);
  }
}

/** Waits until a node has registered since a moment, and is ready: after a power cut, Kubernetes believes it so a while. */
async function nodeReady(layout: ClusterLayout, node: NodeLayout, since: number): Promise<void> {
  await waitFor(
    `${node.name} to register`,
    async () => {
      const heartbeat = ["get", "lease", "-n", "kube-node-lease", node.name, "-o", "jsonpath={.spec.renewTime}"];
      return Date.parse(await kubectl(layout, ...heartbeat)) > since;
    },
    { timeoutMs: 120_000, everyMs: 1000 },
  );
  await kubectl(layout, "wait", "--for=condition=Ready", `node/${node.name}`, "--timeout=120s");
}

/** Loads the images that a node has not loaded yet; what it has is noted on its disk, beside the images. */
async function loadImages(layout: ClusterLayout, images: readonly ImageArchive[]): Promise<void> {
  await Promise.all(
    layout.nodes.map(async (node) => {
      for (const { name, archive, digest } of images) {
        const note = join(node.dir, "images", name.replaceAll(/[/:]/g, "_"));
        if (existsSync(note) && readFileSync(note, "utf8") === digest) {
          continue;
        }
        await inNode(node, "ctr", "-n", "k8s.io", "images", "import", "--digests=false", archive);
        mkdirSync(join(node.dir, "images"), { recursive: true });
        writeFileSync(note, digest);
      }
    }),
  );
}
