import { formatBytes, quantity } from "../../lib/units";
import { stackLabel } from "../namespace/stack-label";

/** What the cluster has, as far as it matters to what is about to be made. */
export interface ClusterFacts {
  /** Things that the program has to do and may not, as `create namespaces`. */
  readonly denied: readonly string[];
  /** Absent where the program may not list them, as in the members below. */
  readonly nodes?: readonly NodeFacts[];
  readonly storageClasses?: readonly StorageClassFacts[];
  /** NodePorts that Services other than the platform's own have taken. */
  readonly takenNodePorts?: readonly { readonly port: number; readonly service: string }[];
  /** Whether the brokers' StatefulSet exists already. */
  readonly deployed: boolean;
  /** The size of the volumes that it asks for. */
  readonly deployedVolumeSize?: string | undefined;
  /** The namespace, where there is one of its name, with the stack that its label says it belongs to. */
  readonly existingNamespace?: { readonly stack: string | undefined };
}

export interface NodeFacts {
  readonly name: string;
  /** The address that the other nodes know it by. */
  readonly address: string | undefined;
  readonly ready: boolean;
  /** Why it takes no new pods, where somebody decided so. */
  readonly closed?: string;
  /** Cores and bytes that pods other than the brokers leave. */
  readonly free: { readonly cpu: number; readonly memory: number };
}

export interface StorageClassFacts {
  readonly name: string;
  readonly isDefault: boolean;
  readonly expandable: boolean;
  /** Where there is still room for volumes of it, as far as its driver says so. */
  readonly segments?: readonly SegmentFacts[];
}

/** A part of the cluster, such as one node, that has storage of its own. Sizes are in bytes. */
export interface SegmentFacts {
  readonly largestVolume: number;
  readonly free: number;
  /** How many nodes can use it. */
  readonly nodes: number;
}

/** What is about to be made. */
export interface Needs {
  readonly namespace: string;
  /** The stack to which the namespace has to belong, as its label has it. */
  readonly stack: string;
  /** How many brokers, each on a node of its own. */
  readonly brokers: number;
  /** What each broker requests, as Kubernetes quantities. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** The StorageClass of the volumes. @default the cluster's default class */
  readonly storageClass?: string | undefined;
  /** The size of each broker's volume, as a Kubernetes quantity. */
  readonly volumeSize: string;
  readonly nodePorts: readonly number[];
  /** Whether administrators reach the brokers at the addresses of their nodes. */
  readonly nodeAddresses: boolean;
}

/** Everything that stands in the way, each as one sentence with its remedy; empty when nothing does. */
export const judgeCluster = (facts: ClusterFacts, needs: Needs): string[] => [
  ...judgePermissions(facts),
  ...judgeNamespace(facts, needs),
  ...judgeNodes(facts, needs),
  ...judgeNodeAddresses(facts, needs),
  ...judgeStorageClass(facts, needs),
  ...judgeVolumeSize(facts, needs),
  ...judgeNodePorts(facts, needs),
];

const judgePermissions = ({ denied }: ClusterFacts): string[] =>
  denied.length === 0
    ? []
    : [`You may not ${denied.join(", ")}. Ask the cluster's administrator for a role that allows it.`];

// What is in a namespace goes with it, so nobody's but this stack's own is ever taken.
function judgeNamespace({ existingNamespace }: ClusterFacts, { namespace, stack }: Needs): string[] {
  if (existingNamespace === undefined || existingNamespace.stack === stack) {
    return [];
  }
  const owner = existingNamespace.stack;
  return [
    `The namespace ${namespace} exists and ` +
      (owner === undefined
        ? `has no label ${stackLabel}, so somebody else made it. `
        : `belongs to another stack: its label ${stackLabel} is ${owner}, and this stack's is ${stack}. `) +
      "Choose another kubernetes.namespace, or, to take it over with everything in it, run " +
      `\`kubectl label namespace ${namespace} ${owner === undefined ? "" : "--overwrite "}${stackLabel}=${stack}\`.`,
  ];
}

function judgeNodes({ nodes, deployed }: ClusterFacts, { brokers, resources }: Needs): string[] {
  if (nodes === undefined) {
    return [];
  }
  const obstacles = nodes.map((node) => ({ name: node.name, obstacle: obstacleOf(node, resources, deployed) }));
  const fit = obstacles.filter(({ obstacle }) => obstacle === undefined).length;
  if (fit >= brokers) {
    return [];
  }
  const others = obstacles.flatMap(({ name, obstacle }) => (obstacle === undefined ? [] : [`${name} ${obstacle}`]));
  const reasons = others.length === 0 ? "" : `: ${others.join("; ")}`;
  return [
    `${brokers} nodes must each have room for a broker (cpu ${resources.cpu}, memory ${resources.memory}), ` +
      `and only ${fit} of ${nodes.length} can take one${reasons}. ` +
      "Add nodes, let these take pods again (kubectl uncordon), free them, or lower kafka.resources.",
  ];
}

function obstacleOf(node: NodeFacts, needs: Needs["resources"], deployed: boolean): string | undefined {
  if (node.closed !== undefined) {
    return node.closed;
  }
  // A node that is down while the cluster runs is for the readiness gate to judge: the change may be what mends it.
  if (!node.ready && !deployed) {
    return "is not ready";
  }
  if (node.free.cpu < quantity(needs.cpu)) {
    return `has ${Math.round(node.free.cpu * 1000)}m cpu free`;
  }
  if (node.free.memory < quantity(needs.memory)) {
    return `has ${formatBytes(node.free.memory)} memory free`;
  }
  return undefined;
}

function judgeNodeAddresses({ nodes = [] }: ClusterFacts, { nodeAddresses }: Needs): string[] {
  const without = nodes.filter(({ closed, address }) => closed === undefined && address === undefined);
  return !nodeAddresses || without.length === 0
    ? []
    : [
        `These nodes have no InternalIP at which to reach brokers: ${without.map(({ name }) => name).join(", ")}. ` +
          "List hosts at which the brokers' NodePorts answer in external.addresses.",
      ];
}

function judgeStorageClass(facts: ClusterFacts, { brokers, storageClass, volumeSize }: Needs): string[] {
  const { storageClasses, deployed } = facts;
  if (storageClasses === undefined) {
    return [];
  }
  const known = storageClasses.map(({ name }) => name).join(", ") || "none";
  const found = storageClasses.find((candidate) =>
    storageClass === undefined ? candidate.isDefault : candidate.name === storageClass,
  );
  if (found === undefined) {
    return [
      storageClass === undefined
        ? `The cluster has no default StorageClass (it has ${known}). Mark one as default, or name one in storage.storageClass.`
        : `There is no StorageClass ${storageClass} (there is ${known}). Make it, or name another in storage.storageClass.`,
    ];
  }
  const { name, expandable, segments } = found;
  const fixed =
    `The StorageClass ${name} does not let volumes grow, so a full disk could not be mended. ` +
    "Set allowVolumeExpansion on it, or name another in storage.storageClass.";
  const room = deployed || segments === undefined ? brokers : roomFor(segments, quantity(volumeSize));
  const full =
    `The StorageClass ${name} has room on ${room} nodes for a volume of ${volumeSize} each, and ${brokers} brokers ` +
    "need one on a node of their own. Free or add disk, or lower storage.size.";
  return [...(expandable ? [] : [fixed]), ...(room < brokers ? [full] : [])];
}

// On how many nodes a volume of this size can be had; nodes that share a segment share what it has.
const roomFor = (segments: readonly SegmentFacts[], size: number): number =>
  segments
    .filter(({ largestVolume }) => largestVolume >= size)
    .reduce((total, { free, nodes }) => total + Math.min(nodes, Math.floor(free / size)), 0);

function judgeVolumeSize({ deployedVolumeSize: found }: ClusterFacts, { volumeSize }: Needs): string[] {
  return found === undefined || quantity(found) === quantity(volumeSize)
    ? []
    : [
        `The brokers' volumes were asked for with ${found}, and storage.size is ${volumeSize}: an update does not ` +
          `resize volumes yet. Set storage.size back to ${found}.`,
      ];
}

const judgeNodePorts = ({ takenNodePorts = [] }: ClusterFacts, { nodePorts }: Needs): string[] =>
  takenNodePorts
    .filter(({ port }) => nodePorts.includes(port))
    .map(
      ({ port, service }) =>
        `NodePort ${port} belongs to the Service ${service} already. Choose a free range in external.nodePortBase.`,
    );
