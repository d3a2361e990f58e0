/** One screen that says what of a cluster runs, where, and how to reach it. */
import { CONTROL_PLANE_DAEMONS, controlPlaneRuns, kubectl } from "./control-plane";
import type { ClusterLayout, NodeLayout } from "./layout";
import { cableIsUp } from "./network";
import { isOn } from "./node";

/** The status of one cluster, as lines of text. */
export async function clusterStatus(layout: ClusterLayout): Promise<string> {
  const stopped = CONTROL_PLANE_DAEMONS.filter((daemon) => !controlPlaneRuns(layout, daemon));
  const controlPlane = stopped.length === 0 ? "runs" : `stopped: ${stopped.join(", ")}`;
  const nodes = await Promise.all(layout.nodes.map((node) => nodeLine(layout, node)));
  const pods = stopped.length === 0 ? await podLines(layout) : [];
  return [
    `Cluster ${layout.name}`,
    `  control plane  ${layout.controlPlane.ip}  ${controlPlane}`,
    ...nodes,
    ...(pods.length > 0 ? ["", ...pods] : []),
    "",
    `  kubectl        export KUBECONFIG=${layout.kubeconfig}`,
    `  load balancers ${layout.loadBalancerRange}`,
    `  logs           ${layout.logs}, and logs/ in each folder of ${layout.dir}/nodes`,
  ].join("\n");
}

async function nodeLine(layout: ClusterLayout, node: NodeLayout): Promise<string> {
  const cable = (await cableIsUp(layout, node)) ? "" : ", network cut";
  const state = isOn(node) ? `on${cable}` : "off";
  const ready = await kubectl(layout, "get", "node", node.name, "--no-headers")
    .then((line) => line.trim().split(/\s+/)[1] ?? "unknown")
    .catch(() => "unknown");
  return `  ${node.name}         ${node.ip}  ${state}, Kubernetes: ${ready}`;
}

async function podLines(layout: ClusterLayout): Promise<string[]> {
  const columns = "NAMESPACE:.metadata.namespace,POD:.metadata.name,PHASE:.status.phase,NODE:.spec.nodeName";
  const ready = `READY:.status.conditions[?(@.type=="Ready")].status`;
  const table = await kubectl(layout, "get", "pods", "-A", "-o", `custom-columns=${columns},${ready}`).catch(() => "");
  return table
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`);
}
