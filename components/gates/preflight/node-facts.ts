import type * as client from "@kubernetes/client-node";
import { quantity } from "../../../lib/units";
import type { NodeFacts } from "./facts";

/** Whether a pod is the platform's own. */
export type IsOwn = (pod: client.V1Pod) => boolean;

/** What a node offers to the platform: what it has, less what other pods request. */
export function nodeFacts(node: client.V1Node, pods: readonly client.V1Pod[], isOwn: IsOwn): NodeFacts {
  const name = node.metadata?.name ?? "";
  const others = pods.filter((pod) => pod.spec?.nodeName === name && !isOwn(pod));
  const free = (resource: "cpu" | "memory") =>
    quantity(node.status?.allocatable?.[resource] ?? "0") - sum(others.map((pod) => requested(pod, resource)));
  const taint = taintOf(node);
  const zone = node.metadata?.labels?.["topology.kubernetes.io/zone"];
  return {
    name,
    address: addressOf(node),
    ready: node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false,
    cordoned: node.spec?.unschedulable ?? false,
    ...(taint !== undefined && { taint }),
    ...(zone !== undefined && { zone }),
    free: { cpu: free("cpu"), memory: free("memory") },
  };
}

/** The addresses that nodes know each other by, always in the same order. */
export const nodeAddresses = (nodes: readonly client.V1Node[]): readonly string[] =>
  nodes.flatMap((node) => addressOf(node) ?? []).sort();

const addressOf = ({ status }: client.V1Node): string | undefined =>
  status?.addresses?.find(({ type }) => type === "InternalIP")?.address;

// Kubernetes' own taints come and go with a node's condition, which is judged by itself; the others are decisions.
const passing = /^node(\.cloudprovider)?\.kubernetes\.io\//;

const taintOf = ({ spec }: client.V1Node): string | undefined =>
  spec?.taints?.find(({ effect, key }) => effect !== "PreferNoSchedule" && !passing.test(key))?.key;

const requested = (pod: client.V1Pod, resource: "cpu" | "memory"): number =>
  sum((pod.spec?.containers ?? []).map(({ resources }) => quantity(resources?.requests?.[resource] ?? "0")));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
