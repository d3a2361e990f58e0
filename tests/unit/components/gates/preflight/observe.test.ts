import assert from "node:assert/strict";
import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "../../../../../components/gates/kubernetes-client";
import { clusterFacts } from "../../../../../components/gates/preflight/observe";
import { needs } from "./example";

const own = { ...needs, bootstrap: () => ["10.0.0.7:31090"] };

const node = (name: string, spec: Partial<client.V1NodeSpec> = {}) => ({
  metadata: { name, labels: { host: name } },
  spec,
  status: {
    addresses: [
      { type: "Hostname", address: name },
      { type: "InternalIP", address: "10.0.0.7" },
    ],
    allocatable: { cpu: "2", memory: "4Gi" },
    conditions: [{ type: "Ready", status: "True" }],
  },
});

const pod = (nodeName: string, namespace: string, app: string) => ({
  metadata: { namespace, labels: { app } },
  spec: { nodeName, containers: [{ name: "c", resources: { requests: { cpu: "500m", memory: "1Gi" } } }] },
});

const service = (namespace: string, name: string, nodePort: number) => ({
  metadata: { namespace, name, managedFields: [{ manager: "pulumi-kubernetes-1a2b" }] },
  spec: { ports: [{ port: 1, nodePort }, { port: 2 }] },
});

const refused = (code: number) => Promise.reject(Object.assign(new Error("refused"), { code }));

/** A cluster that answers with these objects. */
function cluster(change: Record<string, () => Promise<unknown>> = {}): KubernetesApis {
  const items = (...list: unknown[]) => Promise.resolve({ items: list });
  const answers = {
    listNode: () => items(node("h1")),
    listPodForAllNamespaces: () => items(),
    listStorageClass: () => items(),
    listCSIStorageCapacityForAllNamespaces: () => items(),
    listServiceForAllNamespaces: () => items(),
    readNamespace: () => refused(404),
    listNamespacedPersistentVolumeClaim: () => items(),
    listNamespacedPod: () => items(),
    readNamespacedService: () => refused(404),
    readNamespacedSecret: () => refused(404),
    readNamespacedConfigMap: () => refused(404),
    getAPIResources: () => refused(404),
    getClusterCustomObject: () => refused(404),
    getNamespacedCustomObject: () => refused(404),
    readNamespacedStatefulSet: () => refused(404),
    createSelfSubjectAccessReview: () => Promise.resolve({ status: { allowed: true } }),
    ...change,
  };
  return {
    core: answers,
    apps: answers,
    storage: answers,
    authorization: answers,
    custom: answers,
    target: "",
  } as never;
}

const items =
  (...list: unknown[]) =>
  async () => ({ items: list });

describe("clusterFacts", () => {
  it("counts what a node has, less what pods other than brokers request", async () => {
    const pods = [pod("h1", "web", "front"), pod("h1", "kafka", "kafka"), pod("h2", "web", "front")];
    const { nodes } = await clusterFacts(cluster({ listPodForAllNamespaces: items(...pods) }), own);
    assert.deepEqual(nodes, [
      { name: "h1", address: "10.0.0.7", ready: true, free: { cpu: 1.5, memory: 3 * 2 ** 30 } },
    ]);
  });

  it("tells nodes that people closed from nodes that are merely unwell", async () => {
    const taint = (key: string, effect = "NoSchedule") => ({ taints: [{ key, effect }] });
    const nodes = [
      node("cordoned", { unschedulable: true }),
      node("dedicated", taint("example.com/gpu")),
      node("preferred", taint("example.com/gpu", "PreferNoSchedule")),
      node("unreachable", taint("node.kubernetes.io/unreachable", "NoExecute")),
      node("control", taint("node-role.kubernetes.io/control-plane")),
    ];
    const facts = await clusterFacts(cluster({ listNode: items(...nodes) }), own);
    assert.deepEqual(
      facts.nodes?.map(({ closed }) => closed),
      [
        "is cordoned",
        "has the taint example.com/gpu",
        undefined,
        undefined,
        "has the taint node-role.kubernetes.io/control-plane",
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

  it("asks for what a server-side apply needs, in the platform's own namespace", async () => {
    const asked: string[] = [];
    const review = ({ body }: { body: client.V1SelfSubjectAccessReview }) => {
      const { verb, resource, namespace, name } = body.spec.resourceAttributes ?? {};
      asked.push([verb, resource, namespace, name].filter(Boolean).join(" "));
      return Promise.resolve({ status: { allowed: true } });
    };
    await clusterFacts(cluster({ createSelfSubjectAccessReview: review as never }), own);
    for (const resource of [
      "services",
      "configmaps",
      "statefulsets",
      "poddisruptionbudgets",
      "networkpolicies",
      "certificates",
      "issuers",
    ]) {
      assert.ok(asked.includes(`create ${resource} kafka`) && asked.includes(`patch ${resource} kafka`), resource);
    }
    assert.ok(asked.includes("create namespaces"));
    assert.ok(asked.includes("get namespaces kafka kafka") && asked.includes("patch namespaces kafka kafka"));
  });

  it("knows whose the namespace is, where there is one and it may be read", async () => {
    const namespaceOf = async (readNamespace: () => Promise<unknown>) =>
      (await clusterFacts(cluster({ readNamespace }), own)).existingNamespace;
    const labels = { "kafka-platform/stack": "kafka-platform.dev" };
    assert.deepEqual(await namespaceOf(async () => ({ metadata: { labels } })), { stack: "kafka-platform.dev" });
    assert.deepEqual(await namespaceOf(async () => ({ metadata: {} })), { stack: undefined });
    assert.equal(await namespaceOf(() => refused(404)), undefined);
    assert.equal(await namespaceOf(() => refused(403)), undefined);
    await assert.rejects(namespaceOf(() => refused(500)));
  });

  it("asks for roles of the whole cluster only where zones are wanted", async () => {
    const asked: string[] = [];
    const review = ({ body }: { body: client.V1SelfSubjectAccessReview }) => {
      const { verb, resource, subresource, namespace } = body.spec.resourceAttributes ?? {};
      asked.push([verb, resource, subresource, namespace].filter(Boolean).join(" "));
      return Promise.resolve({ status: { allowed: true } });
    };
    const there = cluster({ createSelfSubjectAccessReview: review as never });
    await clusterFacts(there, own);
    assert.ok(asked.includes("get pods log kafka") && asked.includes("patch persistentvolumeclaims kafka"));
    assert.ok(asked.includes("get secrets kafka"));
    assert.deepEqual(
      asked.filter((action) => /clusterrole|serviceaccount|priorityclass/.test(action)),
      [],
    );
    await clusterFacts(there, { ...own, zones: true, priorityClass: "high" });
    assert.ok(asked.includes("create clusterroles") && asked.includes("create serviceaccounts kafka"));
    assert.ok(asked.includes("get priorityclasses"));
  });

  it("knows the claims of each set by their names, and the largest of them", async () => {
    const claim = (name: string, storage: string) => ({
      metadata: { name },
      spec: { resources: { requests: { storage } } },
    });
    const claims = [claim("data-kafka-0", "2Gi"), claim("data-kafka-1", "4096Mi"), claim("data-kafka-x-0", "9Gi")];
    const there = cluster({ listNamespacedPersistentVolumeClaim: items(...claims) });
    assert.deepEqual((await clusterFacts(there, own)).claims, { kafka: { count: 2, largest: "4096Mi" } });
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

  it("tells objects that a Pulumi program made from others of the same name", async () => {
    const by = (manager: string) => ({ metadata: { name: "kafka", managedFields: [{ manager }] } });
    const foreign = async (object: object) =>
      (await clusterFacts(cluster({ readNamespacedStatefulSet: async () => object }), own)).foreign;
    assert.deepEqual(await foreign(by("pulumi-kubernetes-1a2b")), []);
    assert.deepEqual(await foreign(by("helm")), ["StatefulSet kafka"]);
    const service = { metadata: { namespace: "kafka", name: "kafka" } };
    const facts = await clusterFacts(cluster({ listServiceForAllNamespaces: items(service) }), own);
    assert.deepEqual(facts.foreign, ["Service kafka"]);
  });

  it("knows of a deployed cluster what its pods trust, who issued its certificate, and how it keeps its metadata", async () => {
    const statefulSet = {
      metadata: { name: "kafka", annotations: { "kafka-platform/coordination": "kraft-combined" } },
      spec: { replicas: 4, template: { spec: { volumes: [{ name: "trust", configMap: { name: "kafka-trust-1" } }] } } },
    };
    const encoded = (text: string) => ({ data: { "tls.crt": Buffer.from(text).toString("base64") } });
    const secrets: Readonly<Record<string, object>> = {
      "kafka-ca-1": encoded("ONE\n"),
      "kafka-ca-2": encoded("TWO\n"),
    };
    const there = cluster({
      readNamespacedStatefulSet: async () => statefulSet,
      readNamespacedConfigMap: async () => ({ data: { "ca.crt": "ONE\n" } }),
      readNamespacedSecret: (async ({ name }: { name: string }) => secrets[name] ?? refused(404)) as never,
      getNamespacedCustomObject: async () => ({ spec: { issuerRef: { name: "kafka-ca-1" } } }),
    });
    const certificates = { authorities: [1, 2], issuer: 1 };
    const { deployed, sets } = await clusterFacts(there, { ...own, certificates });
    assert.deepEqual(sets, { kafka: { replicas: 4 } });
    assert.deepEqual(deployed, {
      coordination: "kraft-combined",
      trusted: [1],
      clusterIds: [],
      issuers: ["kafka-ca-1"],
    });
    assert.equal((await clusterFacts(cluster(), own)).deployed, undefined);
  });

  it("fails when the cluster fails, instead of taking silence for absence", async () => {
    await assert.rejects(clusterFacts(cluster({ listNode: () => refused(500) }), own));
    await assert.rejects(clusterFacts(cluster({ readNamespacedStatefulSet: () => refused(500) }), own));
  });
});
