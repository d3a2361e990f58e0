import { listeners } from "../kafka/listeners";
import { zooKeeperPorts } from "../zookeeper/names";

/** What of a platform decides who has to reach whom. */
export interface FlowArgs {
  readonly coordination: "kraft" | "zookeeper";
  /** Whether the controllers of the mode `kraft` have pods of their own; the brokers are controllers otherwise. */
  readonly dedicatedControllers: boolean;
  /** Whether pods of brokers ask Kubernetes for the zone of their node. */
  readonly zones: boolean;
}

/** The platform's kinds of pods, by the value of their label `app`. */
export type Member = "kafka" | "kafka-controller" | "zookeeper";

/** Where connections begin: the platform's own pods; any pod of the cluster; who administers it, from anywhere. */
export type Origin = Member | "pods" | "administrators";

/** Where connections end: the platform's own pods, or anywhere. */
export type Target = Member | "anywhere";

/** A port with its protocol. */
export interface Port {
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

/** Connections that the platform needs. */
export interface Flow {
  readonly from: readonly Origin[];
  readonly to: Target;
  readonly ports: readonly Port[];
}

const tcp = (...ports: readonly number[]): readonly Port[] => ports.map((port) => ({ port, protocol: "TCP" }));

/** The kinds of pods that a platform has. */
export function membersOf({ coordination, dedicatedControllers }: FlowArgs): readonly Member[] {
  if (coordination === "zookeeper") {
    return ["kafka", "zookeeper"];
  }
  return dedicatedControllers ? ["kafka", "kafka-controller"] : ["kafka"];
}

/** Who has to reach whom, on which ports. What is not here is denied, in either direction. */
export function flows(args: FlowArgs): readonly Flow[] {
  const members = membersOf(args);
  return [
    { from: ["kafka"], to: "kafka", ports: tcp(listeners.REPLICATION) },
    // Brokers too: the tools that people run in their pods are clients like others.
    { from: ["kafka", "pods"], to: "kafka", ports: tcp(listeners.CLIENT) },
    { from: ["administrators"], to: "kafka", ports: tcp(listeners.EXTERNAL) },
    ...(args.coordination === "zookeeper" ? zooKeeperFlows : quorumFlows(members)),
    // A resolver may be a pod, or an address of the node itself.
    {
      from: members,
      to: "anywhere",
      ports: [
        { port: 53, protocol: "UDP" },
        { port: 53, protocol: "TCP" },
      ],
    },
    // The Kubernetes API is no pod, and its address is not known here. Some networks judge a connection by the Service
    // that it is made to, on 443, others by where that leads, mostly 6443.
    ...(args.zones ? [{ from: ["kafka"], to: "anywhere", ports: tcp(443, 6443) } as const] : []),
  ];
}

const quorumFlows = (members: readonly Member[]): readonly Flow[] => [
  {
    from: members,
    to: members.includes("kafka-controller") ? "kafka-controller" : "kafka",
    ports: tcp(listeners.CONTROLLER),
  },
];

const zooKeeperFlows: readonly Flow[] = [
  { from: ["kafka", "zookeeper"], to: "zookeeper", ports: tcp(zooKeeperPorts.client) },
  { from: ["zookeeper"], to: "zookeeper", ports: tcp(zooKeeperPorts.quorum, zooKeeperPorts.election) },
];

/** What can be reached from somewhere: for `pods`, all that a pod of another namespace gets to see. */
export const reachableFrom = (
  origin: Origin,
  args: FlowArgs,
): readonly { readonly member: Member; readonly port: number }[] =>
  flows(args).flatMap(({ from, to, ports }) =>
    from.includes(origin) && to !== "anywhere" ? ports.map(({ port }) => ({ member: to, port })) : [],
  );
