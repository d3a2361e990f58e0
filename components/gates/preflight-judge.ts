import { formatBytes, quantity } from "../../lib/units";

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
  /** The largest volume that can still be had of it, in bytes, where its driver says so. */
  readonly largestVolume?: number;
}

/** What is about to be made. */
export interface Needs {
  /** How many brokers, each on a node of its own. */
  readonly brokers: number;
  /** What each broker requests, as Kubernetes quantities. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** The StorageClass of the volumes. @default the cluster's default class */
  readonly storageClass?: string | undefined;
  /** The size of each broker's volume, as a Kubernetes quantity. */
  readonly volumeSize: string;
  readonly nodePorts: readonly number[];
}

/** Everything that stands in the way, each as one sentence with its remedy; empty when nothing does. */
export const judgeCluster = (facts: ClusterFacts, needs: Needs): string[] => [
  ...judgePermissions(facts),
  ...judgeNodes(facts, needs),
  ...judgeStorageClass(facts, needs),
  ...judgeNodePorts(facts, needs),
];

const judgePermissions = ({ denied }: ClusterFacts): string[] =>
  denied.length === 0
    ? []
    : [`You may not ${denied.join(", ")}. Ask the cluster's administrator for a role that allows it.`];

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

function judgeStorageClass(facts: ClusterFacts, { storageClass, volumeSize }: Needs): string[] {
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
  const { name, expandable, largestVolume } = found;
  const fixed =
    `The StorageClass ${name} does not let volumes grow, so a full disk could not be mended. ` +
    "Set allowVolumeExpansion on it, or name another in storage.storageClass.";
  const full =
    `The StorageClass ${name} has room for a volume of ${formatBytes(largestVolume ?? 0)} at most, and each broker ` +
    `needs ${volumeSize}. Free or add disk, or lower storage.size.`;
  const short = !deployed && largestVolume !== undefined && largestVolume < quantity(volumeSize);
  return [...(expandable ? [] : [fixed]), ...(short ? [full] : [])];
}

const judgeNodePorts = ({ takenNodePorts = [] }: ClusterFacts, { nodePorts }: Needs): string[] =>
  takenNodePorts
    .filter(({ port }) => nodePorts.includes(port))
    .map(
      ({ port, service }) =>
        `NodePort ${port} belongs to the Service ${service} already. Choose a free range in external.nodePortBase.`,
    );
