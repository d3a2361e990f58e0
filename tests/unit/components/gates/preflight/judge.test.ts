import assert from "node:assert/strict";
import type { ClusterFacts, NodeFacts } from "../../../../../components/gates/preflight/facts";
import { judgeCluster } from "../../../../../components/gates/preflight/judge";
import type { Needs } from "../../../../../components/gates/preflight/needs";
import { brokers, deployed, facts, gibibyte, needs, node, zookeeper } from "./example";

const judge = (change: Partial<ClusterFacts>, need: Partial<Needs> = {}) =>
  judgeCluster({ ...facts, ...change }, { ...needs, ...need });

describe("judgeCluster", () => {
  it("has nothing against a cluster with room for a broker on each of three nodes", () => {
    assert.deepEqual(judge({}), []);
  });

  it("says of each node why it can take no broker", () => {
    const nodes = [
      node("h1"),
      node("h2", { cordoned: true }),
      node("h3", { ready: false }),
      node("h4", { free: { cpu: 0.2, memory: 2 * gibibyte } }),
      node("h5", { free: { cpu: 1, memory: gibibyte / 2 } }),
      node("h6", { taint: "example.com/gpu" }),
    ];
    assert.deepEqual(judge({ nodes }), [
      "3 nodes must each have room for a broker (cpu 250m, memory 1Gi), and only 1 of 6 can take one: " +
        "h2 is cordoned; h3 is not ready; h4 has 200m cpu free; h5 has 512Mi memory free; " +
        "h6 has the taint example.com/gpu. " +
        "Add nodes, let these take pods again (kubectl uncordon), free them, or lower kafka.resources.",
    ]);
  });

  it("refuses a cluster of two nodes", () => {
    assert.deepEqual(judge({ nodes: [node("h1"), node("h2")] }), [
      "3 nodes must each have room for a broker (cpu 250m, memory 1Gi), and only 2 of 2 can take one. " +
        "Add nodes, let these take pods again (kubectl uncordon), free them, or lower kafka.resources.",
    ]);
  });

  it("lets a change go on while a node is down or cordoned, where no new pod has to find one", () => {
    const sets = { kafka: { replicas: 3 } };
    for (const away of [{ ready: false }, { cordoned: true }]) {
      const nodes = [node("h1"), node("h2"), node("h3", away)];
      assert.equal(judge({ nodes }).length, 1);
      assert.deepEqual(judge({ nodes, sets, deployed }), []);
      const four = judge({ nodes: [...nodes, node("h4")], sets, deployed }, { brokers: { ...brokers, count: 4 } });
      assert.match(four.join(), /^4 nodes must .* only 3 of 4 can take one: h3 is /);
      const withZooKeeper = { coordinators: { ...zookeeper, resources: { cpu: "800m", memory: "1Gi" } } };
      const roomy = nodes.map((one) => ({ ...one, free: { cpu: 2, memory: 4 * gibibyte } }));
      assert.deepEqual(judge({ nodes: roomy, sets: { ...sets, zookeeper: { replicas: 3 } } }, withZooKeeper), []);
      assert.match(judge({ nodes: roomy, sets }, withZooKeeper).join(), /only 2 of 3 can take one: h3 is /);
    }
  });

  it("lets a change go on while a node is gone or taken for something else, as long as the others have room", () => {
    const sets = { kafka: { replicas: 3 } };
    for (const gone of [[], [node("h3", { taint: "example.com/gpu" })]]) {
      const nodes = [node("h1"), node("h2"), ...gone];
      assert.equal(judge({ nodes }).length, 1);
      assert.deepEqual(judge({ nodes, sets, deployed }), []);
      const larger = judge(
        { nodes, sets, deployed },
        { brokers: { ...brokers, resources: { cpu: "64", memory: "1Gi" } } },
      );
      assert.match(larger.join(), /^2 nodes must .* only 0 of \d can take one: h1 has /);
    }
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
    assert.deepEqual(judge({ storageClasses }, { brokers: { ...brokers, volumeSize: "1Gi" } }), []);
    assert.deepEqual(judge({ storageClasses, claims: { kafka: { count: 3, largest: "2Gi" } } }), []);
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
      judge({ nodes: [...(facts.nodes ?? []), node("h4", { address: undefined, cordoned: true })] }),
      [],
    );
  });

  it("lets volumes grow and never shrink, each set's by its own setting", () => {
    const claims = { kafka: { count: 3, largest: "2Gi" }, zookeeper: { count: 3, largest: "3Gi" } };
    const sized = (volumeSize: string) => judge({ claims }, { brokers: { ...brokers, volumeSize } });
    assert.deepEqual([sized("2048Mi"), sized("4Gi")], [[], []]);
    assert.deepEqual(sized("1Gi"), [
      "The brokers' volumes have 2Gi, and storage.size is 1Gi: volumes never shrink. Set storage.size to 2Gi or more.",
    ]);
    assert.deepEqual(judge({ claims }, { coordinators: zookeeper }), [
      "The ZooKeeper servers' volumes have 3Gi, and zookeeper.storageSize is 1Gi: volumes never shrink. " +
        "Set zookeeper.storageSize to 3Gi or more.",
    ]);
  });

  it("wants room on each node for a broker and one that keeps the metadata, unless there are nodes enough", () => {
    const roomy = { coordinators: { ...zookeeper, resources: { cpu: "800m", memory: "1Gi" } } };
    const tight = judge({}, roomy);
    assert.equal(tight.length, 1);
    assert.match(
      tight[0] ?? "",
      /^3 nodes must each have room for a broker and a ZooKeeper server \(cpu 1050m, memory 2Gi\)/,
    );
    assert.match(tight[0] ?? "", /0 of 3 can take both: .*or lower kafka.resources or zookeeper.resources\.$/);
    assert.deepEqual(judge({}, { coordinators: zookeeper }), []);
    const nodes = ["h1", "h2", "h3", "h4", "h5", "h6"].map((name) => node(name));
    assert.deepEqual(judge({ nodes }, roomy), []);
    assert.equal(judge({ nodes: nodes.slice(1) }, roomy).length, 1);
  });

  it("counts the disk of both sets where they share it", () => {
    const segments = [{ largestVolume: 9 * gibibyte, free: 6 * gibibyte, nodes: 3 }];
    const storageClasses = [{ name: "standard", isDefault: true, expandable: true, segments }];
    assert.deepEqual(judge({ storageClasses }), []);
    assert.equal(judge({ storageClasses }, { coordinators: zookeeper }).length, 2);
  });

  it("wants a zone of every node, where zones are asked for", () => {
    const [first, second, third] = [node("h1", { zone: "a" }), node("h2", { zone: "b" }), node("h3")];
    const zoned = (...nodes: NodeFacts[]) => judge({ nodes }, { zones: true });
    const remedy = "A broker there would not start. Label all of them, or remove the section zones.";
    assert.deepEqual(zoned(first, second, third), [
      `Some nodes have no label topology.kubernetes.io/zone: h3. ${remedy}`,
    ]);
    assert.deepEqual(judge({}, { zones: true }), [`No node has the label topology.kubernetes.io/zone. ${remedy}`]);
    assert.deepEqual(judge({ nodes: [first, second, third] }), []);
    const closed = node("h4", { taint: "node-role.kubernetes.io/control-plane" });
    assert.deepEqual(zoned(first, second, node("h3", { zone: "c" }), closed), []);
  });

  it("wants cert-manager, in a version that writes combined files", () => {
    const { certManager: _none, ...without } = facts;
    assert.match(judgeCluster(without, needs)[0] ?? "", /has no cert-manager.* Install it: https:/);
    assert.match(judge({ certManager: { version: "v1.14.7" } })[0] ?? "", /cert-manager v1\.14\.7 is older than 1\.15/);
    const fine = [{}, { version: "v1.15.0" }, { version: "1.19.2" }, { version: "v2.0.0-beta.1" }];
    assert.deepEqual(
      fine.map((certManager) => judge({ certManager })),
      [[], [], [], []],
    );
  });

  it("wants the PriorityClass that is asked for", () => {
    assert.deepEqual(judge({ priorityClassMissing: true }, { priorityClass: "high" }), [
      "There is no PriorityClass high. Make it, or name another in kubernetes.priorityClass.",
    ]);
  });

  it("takes over no object that somebody else made", () => {
    assert.deepEqual(judge({ foreign: ["StatefulSet kafka", "Service kafka"] }), [
      "In the namespace kafka there are objects of the platform's names that it did not make: StatefulSet kafka, " +
        "Service kafka. Rename or delete them, or choose another kubernetes.namespace.",
    ]);
  });

  it("takes no volume that is not its own, and says how to hand it one", () => {
    assert.deepEqual(judge({ foreignClaims: ["data-kafka-0", "data-kafka-2"] }), [
      "In the namespace kafka there are volume claims of the platform's names that it did not make: data-kafka-0, " +
        "data-kafka-2. Its pods would take them for theirs, and write to their volumes. Delete them, or choose another " +
        "kubernetes.namespace, or, where the platform's own data is on them, run `kubectl -n kafka annotate " +
        "persistentvolumeclaims data-kafka-0 data-kafka-2 kafka-platform/claim=own`.",
    ]);
  });

  it("names the Service that has a NodePort already", () => {
    assert.deepEqual(judge({ takenNodePorts: [{ port: 31_091, service: "web/front" }] }), [
      "NodePort 31091 belongs to the Service web/front already. Choose a free range in external.nodePortBase.",
    ]);
  });

  it("names every missing privilege, and does not guess at what it could not see", () => {
    const { nodes: _nodes, storageClasses: _classes, takenNodePorts: _ports, ...seen } = facts;
    assert.deepEqual(judgeCluster({ ...seen, denied: ["list nodes", "create namespaces"] }, needs), [
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
