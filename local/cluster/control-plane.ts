/** etcd and the three daemons of the control plane, in a network namespace of their own. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { livingPid, startDaemon, stopDaemon } from "../support/processes";
import { run } from "../support/run";
import { waitFor } from "../support/wait";
import type { ClusterLayout } from "./layout";
import { inNetns } from "./network";

/** How long a node may be silent before its pods are moved, in seconds: short, so that faults can be watched. */
const NODE_GRACE = 16;
const POD_TOLERATION = 20;

/** Starting order; they end in the reverse one. */
export const CONTROL_PLANE_DAEMONS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

const pidFile = (layout: ClusterLayout, daemon: string) => join(layout.controlPlane.dir, `${daemon}.pid`);

/** Whether a daemon of the control plane runs. */
export const controlPlaneRuns = (layout: ClusterLayout, daemon: string): boolean =>
  livingPid(pidFile(layout, daemon)) !== undefined;

/** Starts what does not run, and waits until the API server serves. */
export async function controlPlaneUp(layout: ClusterLayout, binaries: string): Promise<void> {
  mkdirSync(join(layout.controlPlane.dir, "etcd"), { recursive: true, mode: 0o700 });
  const start = (daemon: string, command: string, args: string[]) =>
    startDaemon(
      pidFile(layout, daemon),
      join(layout.logs, `${daemon}.log`),
      ...inNetns(layout.controlPlane.netns, command, args),
    );
  const hyperkube = join(binaries, "hyperkube");
  await start("etcd", join(binaries, "etcd"), etcdFlags(layout));
  await start("kube-apiserver", hyperkube, ["kube-apiserver", ...apiServerFlags(layout)]);
  // On its first start the API server writes the default roles: a controller manager that comes before them exits.
  await waitFor("the API server to be ready", () => kubectl(layout, "get", "--raw", "/readyz"), {
    timeoutMs: 120_000,
  });
  await start("kube-controller-manager", hyperkube, ["kube-controller-manager", ...controllerManagerFlags(layout)]);
  await start("kube-scheduler", hyperkube, ["kube-scheduler", ...kubeconfigFlags(layout, "scheduler")]);
}

/** Stops the daemons; etcd's data stays. */
export async function controlPlaneDown(layout: ClusterLayout): Promise<void> {
  for (const daemon of [...CONTROL_PLANE_DAEMONS].reverse()) {
    await stopDaemon(pidFile(layout, daemon), 10_000);
  }
}

/** Runs kubectl as the cluster's administrator. */
export const kubectl = (layout: ClusterLayout, ...args: string[]): Promise<string> =>
  run("kubectl", ["--kubeconfig", layout.kubeconfig, ...args]);

function etcdFlags({ controlPlane }: ClusterLayout): string[] {
  const clients = "http://127.0.0.1:2379";
  const peers = "http://127.0.0.1:2380";
  return [
    `--data-dir=${join(controlPlane.dir, "etcd")}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    "--unsafe-no-fsync=true", // a local cluster's objects need not outlive a power cut of the machine
    "--auto-compaction-retention=1",
    "--log-level=warn",
  ];
}

function apiServerFlags({ controlPlane, serviceCidr, pki }: ClusterLayout): string[] {
  const file = (name: string) => join(pki, name);
  return [
    `--advertise-address=${controlPlane.ip}`,
    "--secure-port=6443",
    "--allow-privileged=true",
    "--etcd-servers=http://127.0.0.1:2379",
    `--service-cluster-ip-range=${serviceCidr}`,
    "--authorization-mode=Node,RBAC",
    "--enable-admission-plugins=NodeRestriction",
    `--client-ca-file=${file("ca.crt")}`,
    `--tls-cert-file=${file("apiserver.crt")}`,
    `--tls-private-key-file=${file("apiserver.key")}`,
    `--kubelet-client-certificate=${file("apiserver-kubelet-client.crt")}`,
    `--kubelet-client-key=${file("apiserver-kubelet-client.key")}`,
    `--kubelet-certificate-authority=${file("ca.crt")}`,
    "--kubelet-preferred-address-types=InternalIP",
    "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
    `--service-account-key-file=${file("sa.pub")}`,
    `--service-account-signing-key-file=${file("sa.key")}`,
    `--requestheader-client-ca-file=${file("front-proxy-ca.crt")}`,
    "--requestheader-allowed-names=front-proxy-client",
    "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    "--requestheader-group-headers=X-Remote-Group",
    "--requestheader-username-headers=X-Remote-User",
    `--proxy-client-cert-file=${file("front-proxy-client.crt")}`,
    `--proxy-client-key-file=${file("front-proxy-client.key")}`,
    "--enable-aggregator-routing=true", // it stands outside the pod network and reaches pods by routes
    `--default-not-ready-toleration-seconds=${POD_TOLERATION}`,
    `--default-unreachable-toleration-seconds=${POD_TOLERATION}`,
  ];
}

function kubeconfigFlags({ pki }: ClusterLayout, identity: string): string[] {
  const kubeconfig = join(pki, `${identity}.kubeconfig`);
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    "--bind-address=127.0.0.1",
    "--leader-elect=false", // there is one of each
  ];
}

function controllerManagerFlags(layout: ClusterLayout): string[] {
  const file = (name: string) => join(layout.pki, name);
  return [
    ...kubeconfigFlags(layout, "controller-manager"),
    "--use-service-account-credentials=true",
    `--cluster-signing-cert-file=${file("ca.crt")}`,
    `--cluster-signing-key-file=${file("ca.key")}`,
    `--root-ca-file=${file("ca.crt")}`,
    `--service-account-private-key-file=${file("sa.key")}`,
    `--cluster-cidr=${layout.podCidr}`,
    "--allocate-node-cidrs=false", // the layout gives each node its own
    `--node-monitor-grace-period=${NODE_GRACE}s`,
    "--node-monitor-period=2s",
  ];
}
