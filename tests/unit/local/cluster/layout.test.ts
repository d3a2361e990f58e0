import { strict as assert } from "node:assert";
import { CLUSTER_NAME, layoutOf, MAX_CLUSTERS } from "../../../../local/cluster/layout";
import { conflicts, overlaps } from "../../../../local/cluster/registry";

const blocks = Array.from({ length: MAX_CLUSTERS }, (_, index) => layoutOf(`c${index}`, index));
const networks = blocks.flatMap(({ lanCidr, podCidr, serviceCidr }) => [lanCidr, podCidr, serviceCidr]);

describe("the layout of local clusters", () => {
  it("gives no two clusters a network in common", () => {
    for (const [i, a] of networks.entries()) {
      for (const b of networks.slice(i + 1)) {
        assert.equal(overlaps(a, b), false, `${a} and ${b}`);
      }
    }
  });

  it("gives no two clusters a namespace, interface, cgroup or folder in common", () => {
    const names = blocks.flatMap(({ dir, machinePort, switchNetns, controlPlane, nodes }) => [
      dir,
      machinePort,
      switchNetns,
      controlPlane.netns,
      ...nodes.flatMap(({ netns, cgroup }) => [netns, cgroup]),
    ]);
    assert.equal(new Set(names).size, names.length);
  });

  it("puts each node's pods into the cluster's pod network, and nobody else's", () => {
    const { nodes, podCidr } = layoutOf("dev", 0);
    assert.equal(new Set(nodes.map((node) => node.podCidr)).size, 3);
    for (const node of nodes) {
      assert.equal(overlaps(node.podCidr, podCidr), true);
    }
  });

  it("puts each node into a zone of its own", () => {
    const zones = layoutOf("dev", 0).nodes.map(({ zone }) => zone);
    assert.deepEqual(zones, ["zone-1", "zone-2", "zone-3"]);
  });

  it("keeps load balancer addresses clear of the nodes' own", () => {
    const { loadBalancerRange, nodes } = layoutOf("dev", 0);
    assert.equal(loadBalancerRange, "10.200.0.200-10.200.0.250");
    assert.deepEqual(
      nodes.map(({ ip }) => ip),
      ["10.200.0.11", "10.200.0.12", "10.200.0.13"],
    );
  });

  it("takes names that fit into the names of interfaces only", () => {
    assert.match("dev", CLUSTER_NAME);
    for (const bad of ["", "Dev", "1dev", "dev-1", "../dev", "averylongname"]) {
      assert.doesNotMatch(bad, CLUSTER_NAME);
    }
  });
});

describe("a block of addresses", () => {
  it("conflicts with a route of the machine that meets any of its networks", () => {
    const block = layoutOf("dev", 0);
    assert.deepEqual(conflicts(block, ["192.168.1.0/24", "10.8.0.0/24"]), []);
    assert.deepEqual(conflicts(block, ["10.210.3.0/24", "10.0.0.0/8"]), ["10.210.3.0/24", "10.0.0.0/8"]);
    assert.deepEqual(conflicts(block, ["10.230.0.7"]), ["10.230.0.7"]);
  });
});
