import assert from "node:assert/strict";
import {
  type ClusterFacts,
  judgeCluster,
  type Needs,
  type NodeFacts,
} from "../../../../components/gates/preflight-judge";

const gibibyte = 2 ** 30;
const node = (name: string, change: Partial<NodeFacts> = {}): NodeFacts => ({
  name,
  address: "10.0.0.1",
  ready: true,
  free: { cpu: 1, memory: 2 * gibibyte },
  ...change,
});

const facts: ClusterFacts = {
  denied: [],
  nodes: [node("h1"), node("h2"), node("h3")],
  storageClasses: [{ name: "standard", isDefault: true, expandable: true }],
  takenNodePorts: [{ port: 30_000, service: "web/front" }],
  deployed: false,
};
const needs: Needs = {
  brokers: 3,
  resources: { cpu: "250m", memory: "1Gi" },
  volumeSize: "2Gi",
  nodePorts: [31_090, 31_091, 31_092],
};
const judge = (change: Partial<ClusterFacts>, need: Partial<Needs> = {}) =>
  judgeCluster({ ...facts, ...change }, { ...needs, ...need });

describe("judgeCluster", () => {
  it("has nothing against a cluster with room for a broker on each of three nodes", () => {
    assert.deepEqual(judge({}), []);
  });

  it("says of each node why it can take no broker", () => {
    const nodes = [
      node("h1"),
      node("h2", { closed: "is cordoned" }),
      node("h3", { ready: false }),
      node("h4", { free: { cpu: 0.2, memory: 2 * gibibyte } }),
      node("h5", { free: { cpu: 1, memory: gibibyte / 2 } }),
    ];
    assert.deepEqual(judge({ nodes }), [
      "3 nodes must each have room for a broker (cpu 250m, memory 1Gi), and only 1 of 5 can take one: " +
        "h2 is cordoned; h3 is not ready; h4 has 200m cpu free; h5 has 512Mi memory free. " +
        "Add nodes, let these take pods again (kubectl uncordon), free them, or lower kafka.resources.",
    ]);
  });

  it("refuses a cluster of two nodes", () => {
    assert.deepEqual(judge({ nodes: [node("h1"), node("h2")] }), [
      "3 nodes must each have room for a broker (cpu 250m, memory 1Gi), and only 2 of 2 can take one. " +
        "Add nodes, let these take pods again (kubectl uncordon), free them, or lower kafka.resources.",
    ]);
  });

  it("lets a change go on while a node of a deployed cluster is down, since it may be what mends it", () => {
    const nodes = [node("h1"), node("h2"), node("h3", { ready: false })];
    assert.equal(judge({ nodes, deployed: false }).length, 1);
    assert.deepEqual(judge({ nodes, deployed: true }), []);
  });

  it("wants a default StorageClass, or the one that is named", () => {
    assert.deepEqual(judge({ storageClasses: [{ name: "slow", isDefault: false, expandable: true }] }), [
      "The cluster has no default StorageClass (it has slow). " +
        "Mark one as default, or name one in storage.storageClass.",
    ]);
    assert.deepEqual(judge({}, { storageClass: "fast" }), [
      "There is no StorageClass fast (there is standard). Make it, or name another in storage.storageClass.",
    ]);
    assert.deepEqual(judge({ storageClasses: [] }).length, 1);
    assert.deepEqual(judge({}, { storageClass: "standard" }), []);
  });

  it("refuses a StorageClass whose volumes cannot grow", () => {
    assert.deepEqual(judge({ storageClasses: [{ name: "standard", isDefault: true, expandable: false }] }), [
      "The StorageClass standard does not let volumes grow, so a full disk could not be mended. " +
        "Set allowVolumeExpansion on it, or name another in storage.storageClass.",
    ]);
  });

  it("refuses volumes for which the disks have no room, before they are made", () => {
    const storageClasses = [{ name: "standard", isDefault: true, expandable: true, largestVolume: 1.5 * gibibyte }];
    assert.deepEqual(judge({ storageClasses }), [
      "The StorageClass standard has room for a volume of 1.5Gi at most, and each broker needs 2Gi. " +
        "Free or add disk, or lower storage.size.",
    ]);
    assert.deepEqual(judge({ storageClasses }, { volumeSize: "1Gi" }), []);
    assert.deepEqual(judge({ storageClasses, deployed: true }), []);
  });

  it("names the Service that has a NodePort already", () => {
    assert.deepEqual(judge({ takenNodePorts: [{ port: 31_091, service: "web/front" }] }), [
      "NodePort 31091 belongs to the Service web/front already. Choose a free range in external.nodePortBase.",
    ]);
  });

  it("names every missing privilege, and does not guess at what it could not see", () => {
    assert.deepEqual(judgeCluster({ denied: ["list nodes", "create namespaces"], deployed: false }, needs), [
      "You may not list nodes, create namespaces. Ask the cluster's administrator for a role that allows it.",
    ]);
  });

  it("tells everything at once", () => {
    const problems = judge({
      denied: ["create namespaces"],
      nodes: [],
      storageClasses: [],
      takenNodePorts: [{ port: 31_090, service: "a/b" }],
    });
    assert.equal(problems.length, 4);
  });
});
