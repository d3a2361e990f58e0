import { isIP } from "node:net";
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { hostPort } from "../../lib/naming";
import { skipAwait } from "../workload/ensemble";
import { listeners, portName, servicePorts } from "./listeners";
import { bootstrapService, brokerLabels, externalService, podName } from "./names";

/** How administrators reach each broker from outside the cluster. */
export interface ExternalArgs {
  /** A port of every node for each broker, or a load balancer for each. */
  readonly type: "NodePort" | "LoadBalancer";
  /** With NodePort, the port of broker 0; broker 1 has the next one, and so on. */
  readonly nodePortBase: number;
  /**
   * Where brokers answer: with NodePort, hosts that they share in turn; with LoadBalancer, one for each.
   * @default the address of each broker's node
   */
  readonly addresses?: readonly string[] | undefined;
  /** With LoadBalancer, annotations of each Service. */
  readonly annotations: Readonly<Record<string, string>>;
  /** The networks that may come in, in CIDR notation; none means all. */
  readonly sourceRanges: readonly string[];
}

/**
 * Where each broker's EXTERNAL listener is reached, in the order of their ids.
 *
 * @param hosts the addresses of the settings, or of the nodes
 */
export const externalAddresses = (
  { type, nodePortBase }: Pick<ExternalArgs, "type" | "nodePortBase">,
  hosts: readonly string[],
  ids: readonly number[],
): readonly string[] =>
  ids.map((id) =>
    hostPort(hosts[id % hosts.length] ?? "", type === "NodePort" ? nodePortBase + id : listeners.EXTERNAL),
  );

// A broker that is behind can still say where the others are; were only ready ones offered, then two that are behind
// would make the cluster unreachable for new clients though it serves.
/** Where applications in the cluster begin. */
export const bootstrapServiceOf = (name: string, namespace: string, opts: pulumi.CustomResourceOptions) =>
  new k8s.core.v1.Service(
    name,
    {
      metadata: { name: bootstrapService, namespace, annotations: skipAwait },
      spec: { publishNotReadyAddresses: true, selector: brokerLabels, ports: servicePorts("CLIENT") },
    },
    opts,
  );

/** Where administrators reach one broker. */
export const externalServiceOf = (
  name: string,
  id: number,
  namespace: string,
  external: ExternalArgs,
  opts: pulumi.CustomResourceOptions,
) =>
  new k8s.core.v1.Service(
    name,
    {
      metadata: { name: externalService(id), namespace, annotations: { ...external.annotations, ...skipAwait } },
      spec: {
        type: external.type,
        publishNotReadyAddresses: true,
        selector: { "statefulset.kubernetes.io/pod-name": podName(id) },
        ...(external.type === "LoadBalancer" ? balancer(external, id) : {}),
        ports: [
          {
            name: portName("EXTERNAL"),
            port: listeners.EXTERNAL,
            targetPort: portName("EXTERNAL"),
            ...(external.type === "NodePort" && { nodePort: external.nodePortBase + id }),
          },
        ],
      },
    },
    opts,
  );

function balancer({ addresses = [], sourceRanges }: ExternalArgs, id: number) {
  const address = addresses[id];
  return {
    // A client that has found a broker wants that one, and the node where it is knows it best.
    externalTrafficPolicy: "Local",
    allocateLoadBalancerNodePorts: false,
    ...(address !== undefined && isIP(address) !== 0 && { loadBalancerIP: address }),
    ...(sourceRanges.length > 0 && { loadBalancerSourceRanges: [...sourceRanges] }),
  };
}
