import { strict as assert } from "node:assert";
import { totalmem } from "node:os";
import { layoutOf } from "../../../../local/cluster/layout";
import {
  cniConfig,
  containerdConfig,
  hostsFile,
  kubeletConfig,
  kubeProxyConfig,
} from "../../../../local/cluster/node-config";
import { leaves } from "../../../../local/cluster/pki";

const layout = layoutOf("dev", 0);
const [node] = layout.nodes;
assert.ok(node);

describe("the configuration of a node", () => {
  it("gives pods addresses of this node's own network", () => {
    const [bridge] = (cniConfig(node) as { plugins: { ipam: { ranges: { subnet: string }[][] } }[] }).plugins;
    assert.equal(bridge?.ipam.ranges[0]?.[0]?.subnet, node.podCidr);
  });

  it("keeps the kubelet below the node's own cgroup, and to a third of the machine's memory", () => {
    const config = kubeletConfig(layout, node) as { cgroupRoot: string; systemReserved: { memory: string } };
    assert.equal(config.cgroupRoot, `/${node.cgroup}`);
    const reserved = Number.parseInt(config.systemReserved.memory, 10) * 2 ** 20;
    assert.ok(Math.abs(reserved - (totalmem() * 2) / 3) < 2 ** 21);
  });

  it("never evicts pods or images, for they cannot be pulled again", () => {
    const { evictionHard } = kubeletConfig(layout, node) as { evictionHard: Record<string, string> };
    assert.equal(evictionHard["imagefs.available"], "0%");
    assert.equal(evictionHard["nodefs.available"], "0%");
  });

  it("names the node alike in the kubelet's certificate, kube-proxy and the hosts file", () => {
    const proxy = kubeProxyConfig(layout, node) as { hostnameOverride: string };
    assert.equal(proxy.hostnameOverride, node.name);
    assert.match(hostsFile(layout), new RegExp(`^${node.ip} ${node.name}$`, "m"));
    const kubelet = leaves(layout).find(({ file }) => file === `kubelet-${node.name}`);
    assert.equal(kubelet?.subject, `/O=system:nodes/CN=system:node:${node.name}`);
    assert.equal(kubelet?.altNames, `DNS:${node.name},IP:${node.ip}`);
  });

  it("lets containerd find the pod network where it was written", () => {
    assert.ok(containerdConfig(node).includes(`conf_dir = "${node.dir}/etc/cni"`));
  });
});

describe("the API server's certificate", () => {
  it("holds for every address it is called by", () => {
    const altNames = leaves(layout).find(({ file }) => file === "apiserver")?.altNames ?? "";
    for (const name of [`IP:${layout.apiServiceIp}`, `IP:${layout.controlPlane.ip}`, "DNS:kubernetes.default.svc"]) {
      assert.ok(altNames.split(",").includes(name), name);
    }
  });
});
