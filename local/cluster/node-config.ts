/** The configuration files of a node's daemons: pure functions of the layout. */
import { totalmem } from "node:os";
import { join } from "node:path";
import type { ClusterLayout, NodeLayout } from "./layout";
import { NODE_COUNT } from "./layout";

/** The image of the process that holds a pod's namespaces. */
const PAUSE_IMAGE = "localhost/pause:1";

/** What containerd reads. */
export function containerdConfig(node: NodeLayout): string {
  return `version = 2
root = "/var/lib/containerd"
state = "/run/containerd"

[grpc]
  address = "/run/containerd/containerd.sock"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  # Lowering a score needs CAP_SYS_RESOURCE, which root lacks in many sandboxes.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${join(node.dir, "etc", "cni")}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;
}

/** The pod network of a node: a bridge; the routes between nodes are the layout's. */
export function cniConfig(node: NodeLayout): object {
  const ipam = {
    type: "host-local",
    dataDir: "/run/cni-ipam", // forgotten with a power cut, as the pods are
    ranges: [[{ subnet: node.podCidr }]],
    routes: [{ dst: "0.0.0.0/0" }],
  };
  return {
    cniVersion: "1.0.0",
    name: "pods",
    plugins: [
      { type: "bridge", bridge: "cni0", isGateway: true, ipMasq: false, hairpinMode: true, ipam },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

/** What the kubelet reads (JSON is YAML). */
export function kubeletConfig(layout: ClusterLayout, node: NodeLayout): object {
  const othersShare = Math.floor((totalmem() * (NODE_COUNT - 1)) / NODE_COUNT / 2 ** 20);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: join(layout.pki, "ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: join(layout.pki, `kubelet-${node.name}.crt`),
    tlsPrivateKeyFile: join(layout.pki, `kubelet-${node.name}.key`),
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${node.cgroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [layout.dnsIp],
    clusterDomain: "cluster.local",
    resolvConf: "/etc/resolv.conf",
    serializeImagePulls: false,
    // Images come from archives and cannot be pulled again, and the disk is shared with the machine: never evict.
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "0%",
      "nodefs.inodesFree": "0%",
      "imagefs.available": "0%",
      "imagefs.inodesFree": "0%",
    },
    systemReserved: { memory: `${othersShare}Mi` }, // so that the nodes together claim what the machine has
    enforceNodeAllocatable: ["pods"],
    nodeStatusUpdateFrequency: "4s",
    nodeStatusReportFrequency: "1m",
    nodeLeaseDurationSeconds: 12,
  };
}

/** What kube-proxy reads. */
export function kubeProxyConfig(layout: ClusterLayout, node: NodeLayout): object {
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clientConnection: { kubeconfig: join(layout.pki, "kube-proxy.kubeconfig") },
    clusterCIDR: layout.podCidr,
    hostnameOverride: node.name,
    bindAddress: "0.0.0.0",
    // A namespace may not set the machine's connection tracking.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}

/** What `/etc/hosts` says on a node. */
export function hostsFile(layout: ClusterLayout): string {
  return ["127.0.0.1 localhost", ...layout.nodes.map(({ ip, name }) => `${ip} ${name}`), ""].join("\n");
}
