import { join } from "node:path";
import { cacheRoot } from "../support/cache";

/** One pseudo-machine of a cluster. */
export interface NodeLayout {
  /** 1, 2 or 3: what people call it on the command line. */
  readonly number: number;
  /** Its host name, and its name in Kubernetes. */
  readonly name: string;
  readonly ip: string;
  /** Its availability zone, as Kubernetes calls it: each node has one of its own. */
  readonly zone: string;
  /** The pod addresses that live on it. */
  readonly podCidr: string;
  /** Its network namespace. */
  readonly netns: string;
  /** Its cable's end in the switch. */
  readonly port: string;
  /** Its parent cgroup, below the root of every controller. */
  readonly cgroup: string;
  /** What survives a power cut of it: its disks, as folders. */
  readonly dir: string;
}

/** Where everything of one cluster is: pure arithmetic on its name and its number. */
export interface ClusterLayout {
  readonly name: string;
  readonly index: number;
  /** All its state: keys, etcd, disks of the nodes, logs. */
  readonly dir: string;
  readonly kubeconfig: string;
  readonly pki: string;
  readonly logs: string;
  /** The volume snapshots, a folder that all nodes see. */
  readonly snapshots: string;
  readonly lanCidr: string;
  /** The address of the switch, the default gateway of nodes. */
  readonly gatewayIp: string;
  /** The address of the machine itself in the cluster's network. */
  readonly machineIp: string;
  /** The machine's end of its cable. */
  readonly machinePort: string;
  readonly switchNetns: string;
  readonly controlPlane: { readonly ip: string; readonly netns: string; readonly port: string; readonly dir: string };
  readonly podCidr: string;
  readonly serviceCidr: string;
  /** The first service address: the API server as pods see it. */
  readonly apiServiceIp: string;
  readonly dnsIp: string;
  /** Addresses for Services of type LoadBalancer. */
  readonly loadBalancerRange: string;
  readonly nodes: readonly NodeLayout[];
}

/** The nodes of a cluster: as many as there are brokers, so that required anti-affinity can be met. */
export const NODE_COUNT = 3;

/** Clusters that can live side by side; each takes a /24 and two /16 of its own. */
export const MAX_CLUSTERS = 8;

/** Cluster names become parts of interface and namespace names, which Linux limits to 15 characters. */
export const CLUSTER_NAME = /^[a-z][a-z0-9]{0,9}$/;

export const clustersDir = join(cacheRoot, "clusters");

/** The layout of the cluster `name` in the address block `index` (0 to {@link MAX_CLUSTERS} − 1). */
export function layoutOf(name: string, index: number): ClusterLayout {
  const dir = join(clustersDir, name);
  const lan = `10.200.${index}`;
  const pods = `10.${210 + index}`;
  const services = `10.${230 + index}`;
  const prefix = `kp-${name}`;
  return {
    name,
    index,
    dir,
    kubeconfig: join(dir, "kubeconfig"),
    pki: join(dir, "pki"),
    logs: join(dir, "logs"),
    snapshots: join(dir, "snapshots"),
    lanCidr: `${lan}.0/24`,
    gatewayIp: `${lan}.1`,
    machineIp: `${lan}.2`,
    machinePort: `kp${index}`,
    switchNetns: `${prefix}-lan`,
    controlPlane: { ip: `${lan}.10`, netns: `${prefix}-cp`, port: "p-cp", dir: join(dir, "control-plane") },
    podCidr: `${pods}.0.0/16`,
    serviceCidr: `${services}.0.0/16`,
    apiServiceIp: `${services}.0.1`,
    dnsIp: `${services}.0.10`,
    loadBalancerRange: `${lan}.200-${lan}.250`,
    nodes: Array.from({ length: NODE_COUNT }, (_, i) => i + 1).map((number) => ({
      number,
      name: `node-${number}`,
      ip: `${lan}.${10 + number}`,
      zone: `zone-${number}`,
      podCidr: `${pods}.${number}.0/24`,
      netns: `${prefix}-${number}`,
      port: `p-${number}`,
      cgroup: `kafka-platform-${name}-${number}`,
      dir: join(dir, "nodes", `node-${number}`),
    })),
  };
}
