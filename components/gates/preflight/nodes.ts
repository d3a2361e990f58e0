import { formatBytes, quantity } from "../../../lib/units";
import { sample } from "../sample";
import type { ClusterFacts, NodeFacts } from "./facts";
import type { Needs, SetNeeds } from "./needs";

interface Room {
  readonly cpu: number;
  readonly memory: number;
}

/** Nodes must have room: each pod one of its own among its kind, and beside it, where nodes are few, one of the other. */
export function judgeNodes({ nodes, sets: found }: ClusterFacts, { brokers, coordinators }: Needs): string[] {
  if (nodes === undefined) {
    return [];
  }
  const sets = [brokers, ...(coordinators === undefined ? [] : [coordinators])];
  const complete = (set: SetNeeds) => (found[set.name]?.replicas ?? 0) >= set.count;
  const apart = sets.flatMap((set) => lackOfNodes(nodes, [set], set.count, complete(set)));
  const allComplete = sets.every(complete);
  const shared = total(sets) - freeNodes(nodes, allComplete);
  return apart.length > 0 || sets.length < 2 ? apart : lackOfNodes(nodes, sets, shared, allComplete);
}

const total = (sets: readonly SetNeeds[]): number => sets.reduce((sum, { count }) => sum + count, 0);

const freeNodes = (nodes: readonly NodeFacts[], complete: boolean): number =>
  nodes.filter((node) => obstacleOf(node, { cpu: 0, memory: 0 }, complete) === undefined).length;

function lackOfNodes(
  nodes: readonly NodeFacts[],
  sets: readonly SetNeeds[],
  count: number,
  complete: boolean,
): string[] {
  const needs: Room = {
    cpu: sets.reduce((sum, { resources }) => sum + quantity(resources.cpu), 0),
    memory: sets.reduce((sum, { resources }) => sum + quantity(resources.memory), 0),
  };
  const obstacles = nodes.map((node) => ({ name: node.name, obstacle: obstacleOf(node, needs, complete) }));
  const fit = obstacles.filter(({ obstacle }) => obstacle === undefined).length;
  const open = nodes.filter(({ taint }) => taint === undefined).length;
  const needed = complete ? Math.min(count, open) : count;
  if (fit >= needed) {
    return [];
  }
  const others = obstacles.flatMap(({ name, obstacle }) => (obstacle === undefined ? [] : [`${name} ${obstacle}`]));
  const reasons = others.length === 0 ? "" : `: ${others.join("; ")}`;
  const [cpu, memory] =
    sets.length === 1 && sets[0] !== undefined
      ? [sets[0].resources.cpu, sets[0].resources.memory]
      : [`${Math.round(needs.cpu * 1000)}m`, formatBytes(needs.memory)];
  return [
    `${needed} nodes must each have room for a ${sets.map(({ member }) => member).join(" and a ")} ` +
      `(cpu ${cpu}, memory ${memory}), and only ${fit} of ${nodes.length} can take ` +
      `${sets.length === 1 ? "one" : "both"}${reasons}. Add nodes, let these take pods again (kubectl uncordon), free ` +
      `them, or lower ${sets.map(({ section }) => `${section}.resources`).join(" or ")}.`,
  ];
}

// Of sets that have all their pods, no new one has to find a node. One that is away or gone while they run is for the
// gates to judge: it is so on purpose, or the change may be what mends it.
function obstacleOf(node: NodeFacts, needs: Room, complete: boolean): string | undefined {
  if (node.taint !== undefined) {
    return `has the taint ${node.taint}`;
  }
  if (node.cordoned && !complete) {
    return "is cordoned";
  }
  if (!node.ready && !complete) {
    return "is not ready";
  }
  if (node.free.cpu < needs.cpu) {
    return `has ${Math.round(node.free.cpu * 1000)}m cpu free`;
  }
  return node.free.memory < needs.memory ? `has ${formatBytes(node.free.memory)} memory free` : undefined;
}

const takesPods = ({ cordoned, taint }: NodeFacts): boolean => !cordoned && taint === undefined;

/** With zones, a broker on a node without one would not start. */
export function judgeZones({ nodes = [] }: ClusterFacts, { zones }: Needs): string[] {
  const open = nodes.filter(takesPods);
  const without = open.filter(({ zone }) => zone === undefined);
  if (!zones || without.length === 0) {
    return [];
  }
  const found =
    without.length === open.length
      ? "No node has the label topology.kubernetes.io/zone"
      : `Some nodes have no label topology.kubernetes.io/zone: ${sample(without.map(({ name }) => name))}`;
  return [`${found}. A broker there would not start. Label all of them, or remove the section zones.`];
}

/** Where brokers are reached at their nodes, every node that takes pods has to have an address. */
export function judgeNodeAddresses({ nodes = [] }: ClusterFacts, { nodeAddresses }: Needs): string[] {
  const without = nodes.filter((node) => takesPods(node) && node.address === undefined);
  return !nodeAddresses || without.length === 0
    ? []
    : [
        `These nodes have no InternalIP at which to reach brokers: ${without.map(({ name }) => name).join(", ")}. ` +
          "List hosts at which the brokers' NodePorts answer in external.addresses.",
      ];
}
