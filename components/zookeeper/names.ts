import { podHost } from "../../lib/naming";

/** The label by which everything finds the servers' pods. */
export const zooKeeperLabels = { app: "zookeeper" } as const;

/** The name of the StatefulSet, and of the headless Service by which the servers are found. */
export const zooKeeperName = "zookeeper";

/** The servers' ports. */
export const zooKeeperPorts = {
  /** Clients, with TLS and a certificate of the platform. */
  client: 2182,
  /** Followers, at the leader. */
  quorum: 2888,
  /** The election of a leader. */
  election: 3888,
} as const;

/** What a port is for. */
export type ZooKeeperPort = keyof typeof zooKeeperPorts;

/** The name of a port in pods and Services. The prefix tells a service mesh what the protocol is. */
export const zooKeeperPortName = (port: ZooKeeperPort): string => `tcp-${port}`;

/** The pod of the server with this ordinal; its id is one more. */
export const zooKeeperPod = (ordinal: number): string => `${zooKeeperName}-${ordinal}`;

/** The servers' hosts, in the order of their ordinals. */
export const zooKeeperHosts = (servers: number, namespace: string): readonly string[] =>
  Array.from({ length: servers }, (_, ordinal) => podHost(zooKeeperPod(ordinal), zooKeeperName, namespace));

/** The DNS names that the servers' certificate has to be good for. */
export const zooKeeperDnsNames = (namespace: string): readonly string[] => [
  podHost("*", zooKeeperName, namespace),
  "localhost",
];

/** Where Kafka keeps its part of the tree. */
export const chroot = "/kafka";

/** Kafka's `zookeeper.connect`: every server, and Kafka's part of the tree. */
export const zooKeeperConnect = (servers: number, namespace: string): string =>
  zooKeeperHosts(servers, namespace)
    .map((host) => `${host}:${zooKeeperPorts.client}`)
    .join(",") + chroot;
