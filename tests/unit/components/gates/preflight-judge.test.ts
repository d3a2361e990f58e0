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
  namespace: "kafka",
  stack: "kafka-platform.dev",
  brokers: 3,
  resources: { cpu: "250m", memory: "1Gi" },
  volumeSize: "2Gi",
  nodePorts: [31_090, 31_091, 31_092],
  nodeAddresses: true,
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
    const segment = (size: number) => ({ largestVolume: size * gibibyte, free: size * gibibyte, nodes: 1 });
    const segments = [segment(9), segment(1.5), segment(3)];
    const storageClasses = [{ name: "standard", isDefault: true, expandable: true, segments }];
    assert.deepEqual(judge({ storageClasses }), [
      "The StorageClass standard has room on 2 nodes for a volume of 2Gi each, and 3 brokers need one on a node of " +
        "their own. Free or add disk, or lower storage.size.",
    ]);
    assert.deepEqual(judge({ storageClasses }, { volumeSize: "1Gi" }), []);
    assert.deepEqual(judge({ storageClasses, deployed: true }), []);
  });

  it("counts what nodes share once", () => {
    const problems = (largest: number, free: number, nodes: number) => {
      const segments = [{ largestVolume: largest * gibibyte, free: free * gibibyte, nodes }];
      return judge({ storageClasses: [{ name: "standard", isDefault: true, expandable: true, segments }] }).length;
    };
    const unknown = Number.POSITIVE_INFINITY;
    assert.deepEqual([problems(6, 6, 3), problems(5, 5, 3), problems(6, 6, 2), problems(1, 9, 3)], [0, 1, 1, 1]);
    assert.deepEqual([problems(2, unknown, 3), problems(6, 6, unknown), problems(2, unknown, unknown)], [0, 0, 0]);
  });

  it("leaves a namespace alone that this stack did not make", () => {
    assert.deepEqual(judge({ existingNamespace: { stack: "kafka-platform.dev" } }), []);
    assert.deepEqual(judge({ existingNamespace: { stack: undefined } }), [
      "The namespace kafka exists and has no label kafka-platform/stack, so somebody else made it. " +
        "Choose another kubernetes.namespace, or, to take it over with everything in it, run " +
        "`kubectl label namespace kafka kafka-platform/stack=kafka-platform.dev`.",
    ]);
    assert.deepEqual(judge({ existingNamespace: { stack: "kafka-platform.prod" } }), [
      "The namespace kafka exists and belongs to another stack: its label kafka-platform/stack is " +
        "kafka-platform.prod, and this stack's is kafka-platform.dev. " +
        "Choose another kubernetes.namespace, or, to take it over with everything in it, run " +
        "`kubectl label namespace kafka --overwrite kafka-platform/stack=kafka-platform.dev`.",
    ]);
  });

  it("wants addresses of nodes, unless the settings name others", () => {
    const nodes = [node("h1"), node("h2", { address: undefined }), node("h3")];
    assert.deepEqual(judge({ nodes }), [
      "These nodes have no InternalIP at which to reach brokers: h2. " +
        "List hosts at which the brokers' NodePorts answer in external.addresses.",
    ]);
    assert.deepEqual(judge({ nodes }, { nodeAddresses: false }), []);
    assert.deepEqual(
      judge({ nodes: [...(facts.nodes ?? []), node("h4", { address: undefined, closed: "is cordoned" })] }),
      [],
    );
  });

  it("refuses to resize volumes, which an update does not do", () => {
    assert.deepEqual(judge({ deployed: true, deployedVolumeSize: "2Gi" }, { volumeSize: "2048Mi" }), []);
    assert.deepEqual(judge({ deployed: true, deployedVolumeSize: "2Gi" }, { volumeSize: "4Gi" }), [
      "The brokers' volumes were asked for with 2Gi, and storage.size is 4Gi: an update does not resize volumes yet. " +
        "Set storage.size back to 2Gi.",
    ]);
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
