import assert from "node:assert/strict";
import type * as client from "@kubernetes/client-node";
import { clusterFacts } from "../../../../../components/gates/preflight/observe";
import { cluster, items, node, own, refused } from "./api";

const pod = (nodeName: string, namespace: string, app: string) => ({
  metadata: { namespace, labels: { app } },
  spec: { nodeName, containers: [{ name: "c", resources: { requests: { cpu: "500m", memory: "1Gi" } } }] },
});

const service = (namespace: string, name: string, nodePort: number) => ({
  metadata: { namespace, name, managedFields: [{ manager: "pulumi-kubernetes-1a2b" }] },
  spec: { ports: [{ port: 1, nodePort }, { port: 2 }] },
});

describe("clusterFacts", () => {
  it("counts what a node has, less what pods other than brokers request", async () => {
    const pods = [pod("h1", "web", "front"), pod("h1", "kafka", "kafka"), pod("h2", "web", "front")];
    const { nodes } = await clusterFacts(cluster({ listPodForAllNamespaces: items(...pods) }), own);
    assert.deepEqual(nodes, [
      { name: "h1", address: "10.0.0.7", ready: true, cordoned: false, free: { cpu: 1.5, memory: 3 * 2 ** 30 } },
    ]);
  });

  it("tells nodes that people closed from nodes that are merely unwell", async () => {
    const taint = (key: string, effect = "NoSchedule") => ({ taints: [{ key, effect }] });
    const nodes = [
      node("cordoned", { unschedulable: true, ...taint("node.kubernetes.io/unschedulable") }),
      node("dedicated", taint("example.com/gpu")),
      node("preferred", taint("example.com/gpu", "PreferNoSchedule")),
      node("unreachable", taint("node.kubernetes.io/unreachable", "NoExecute")),
      node("control", taint("node-role.kubernetes.io/control-plane")),
    ];
    const facts = await clusterFacts(cluster({ listNode: items(...nodes) }), own);
    assert.deepEqual(
      facts.nodes?.map(({ cordoned, taint }) => [cordoned, taint]),
      [
        [true, undefined],
        [false, "example.com/gpu"],
        [false, undefined],
        [false, undefined],
        [false, "node-role.kubernetes.io/control-plane"],
      ],
    );
  });

  it("finds the NodePorts of all Services but the platform's own", async () => {
    const services = [service("kafka", "kafka-0-external", 31_090), service("web", "kafka-0-external", 31_091)];
    const { takenNodePorts } = await clusterFacts(cluster({ listServiceForAllNamespaces: items(...services) }), own);
    assert.deepEqual(takenNodePorts, [{ port: 31_091, service: "web/kafka-0-external" }]);
  });

  it("knows the default StorageClass, whether volumes can grow, and where there is room for which", async () => {
    const classes = [
      {
        metadata: { name: "a", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        allowVolumeExpansion: true,
      },
      { metadata: { name: "b" } },
    ];
    const capacities = [
      { storageClassName: "a", capacity: "1Gi", nodeTopology: { matchLabels: { host: "h2" } } },
      { storageClassName: "a", capacity: "9Gi", maximumVolumeSize: "2Gi", nodeTopology: {} },
      { storageClassName: "a" },
    ];
    const answers = {
      listNode: items(node("h1"), node("h2")),
      listStorageClass: items(...classes),
      listCSIStorageCapacityForAllNamespaces: items(...capacities),
    };
    const segments = [
      { largestVolume: 2 ** 30, free: 2 ** 30, nodes: 1 },
      { largestVolume: 2 * 2 ** 30, free: 9 * 2 ** 30, nodes: 2 },
    ];
    const { storageClasses } = await clusterFacts(cluster(answers), own);
    assert.deepEqual(storageClasses, [
      { name: "a", isDefault: true, expandable: true, segments },
      { name: "b", isDefault: false, expandable: false },
    ]);
  });

  it("collects what is not allowed, and leaves open what could not be listed", async () => {
    const review = ({ body }: { body: client.V1SelfSubjectAccessReview }) =>
      Promise.resolve({ status: { allowed: body.spec.resourceAttributes?.resource !== "nodes" } });
    const facts = await clusterFacts(
      cluster({ listNode: () => refused(403), createSelfSubjectAccessReview: review as never }),
      own,
    );
    assert.deepEqual(facts.denied, ["list nodes"]);
    assert.equal(facts.nodes, undefined);
  });

  /** What is asked for, as `create services kafka`. */
  async function asked(change: Partial<typeof own> = {}): Promise<string[]> {
    const actions: string[] = [];
    const review = ({ body }: { body: client.V1SelfSubjectAccessReview }) => {
      const { verb, resource, subresource, namespace, name } = body.spec.resourceAttributes ?? {};
      actions.push([verb, resource, subresource, namespace, name].filter(Boolean).join(" "));
      return Promise.resolve({ status: { allowed: true } });
    };
    await clusterFacts(cluster({ createSelfSubjectAccessReview: review as never }), { ...own, ...change });
    return actions;
  }

  const verbsOf = (actions: readonly string[], rest: string) =>
    actions.flatMap((action) => (action.endsWith(` ${rest}`) ? [action.slice(0, -rest.length - 1)] : [])).sort();

  it("asks for what the program does to each kind, in the platform's own namespace", async () => {
    const actions = await asked();
    const made = ["create", "get", "patch"];
    const removed = ["create", "delete", "get", "list", "patch", "watch"];
    const expected = {
      services: made,
      configmaps: removed,
      statefulsets: ["create", "get", "list", "patch", "watch"],
      controllerrevisions: ["list"],
      poddisruptionbudgets: made,
      networkpolicies: made,
      certificates: removed,
      issuers: removed,
      persistentvolumeclaims: ["get", "list", "patch"],
      secrets: ["get"],
      "pods log": ["get"],
    };
    for (const [resource, verbs] of Object.entries(expected)) {
      assert.deepEqual(verbsOf(actions, `${resource} kafka`), verbs, resource);
    }
    assert.deepEqual(verbsOf(actions, "namespaces kafka kafka"), ["get", "patch"]);
    for (const everywhere of ["create namespaces", "list nodes", "list pods", "list services", "list storageclasses"]) {
      assert.ok(actions.includes(everywhere), everywhere);
    }
  });

  it("asks for what it does in the namespaces of applications, once for each", async () => {
    const application = { name: "orders", namespace: "shop", secrets: ["orders-kafka"] };
    const actions = await asked({ applications: [application, { ...application, name: "bills" }] });
    assert.deepEqual(verbsOf(actions, "secrets shop"), ["create", "delete", "get", "patch"]);
    assert.deepEqual(verbsOf(actions, "namespaces shop shop"), ["get"]);
    const denied = (
      await clusterFacts(
        cluster({ createSelfSubjectAccessReview: () => Promise.resolve({ status: { allowed: false } }) }),
        own,
      )
    ).denied;
    assert.ok(denied.includes("create secrets in shop"));
    assert.ok(denied.includes("get secrets"));
  });

  it("asks for roles of the whole cluster only where zones are wanted", async () => {
    const beyond = /clusterrole|serviceaccount|priorityclass|get nodes/;
    assert.deepEqual(
      (await asked()).filter((action) => beyond.test(action)),
      [],
    );
    const actions = await asked({ zones: true, priorityClass: "high" });
    assert.deepEqual(verbsOf(actions, "nodes"), ["get", "list"]);
    assert.deepEqual(verbsOf(actions, "priorityclasses"), ["get"]);
    for (const resource of ["clusterroles", "clusterrolebindings", "serviceaccounts kafka"]) {
      assert.deepEqual(verbsOf(actions, resource), ["create", "delete", "get", "list", "patch", "watch"], resource);
    }
  });

  it("knows cert-manager by its kinds, and its version by its label", async () => {
    assert.equal((await clusterFacts(cluster(), own)).certManager, undefined);
    const kinds =
      (...names: string[]) =>
      async () => ({ resources: names.map((kind) => ({ kind })) });
    const definition = async () => ({ metadata: { labels: { "app.kubernetes.io/version": "v1.16.2" } } });
    const found = async (...names: string[]) =>
      (await clusterFacts(cluster({ getAPIResources: kinds(...names), getClusterCustomObject: definition }), own))
        .certManager;
    assert.deepEqual(await found("Certificate", "Issuer"), { version: "v1.16.2" });
    assert.equal(await found("Certificate"), undefined);
  });

  it("fails when the cluster fails, instead of taking silence for absence", async () => {
    await assert.rejects(clusterFacts(cluster({ listNode: () => refused(500) }), own));
    await assert.rejects(clusterFacts(cluster({ readNamespacedStatefulSet: () => refused(500) }), own));
  });
});
