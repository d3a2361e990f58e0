import assert from "node:assert/strict";
import type * as client from "@kubernetes/client-node";
import { clusterFacts } from "../../../../../components/gates/preflight/observe";
import { selfSigned } from "../self-signed";
import { cluster, items, own, refused } from "./api";
import { zookeeper } from "./example";

const [first, second] = [selfSigned("DNS:a.example"), selfSigned("DNS:b.example")];
const renewed = selfSigned("DNS:a.example", first.key);

const marked = { annotations: { "kafka-platform/claim": "uid" } };

describe("clusterFacts, of the platform that is there", () => {
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

  const claim = (name: string, storage = "2Gi", metadata: client.V1ObjectMeta = marked) => ({
    metadata: { name, ...metadata },
    spec: { resources: { requests: { storage } } },
  });

  it("knows the claims of each set by their names, and the largest of them", async () => {
    const claims = [claim("data-kafka-0"), claim("data-kafka-1", "4096Mi"), claim("data-kafka-x-0", "9Gi")];
    const there = cluster({ listNamespacedPersistentVolumeClaim: items(...claims) });
    assert.deepEqual((await clusterFacts(there, own)).claims, { kafka: { count: 2, largest: "4096Mi" } });
  });

  it("tells claims of the platform from others of their names", async () => {
    const ofPods = { labels: { app: "kafka" } };
    const claims = [
      claim("data-kafka-0", "2Gi", {}),
      claim("data-kafka-1", "4Gi", ofPods),
      claim("data-kafka-2", "1Gi"),
      claim("data-kafka-3", "9Gi", {}),
    ];
    const found = async (set?: object, brokers = own.brokers) => {
      const facts = await clusterFacts(
        cluster({
          listNamespacedPersistentVolumeClaim: items(...claims),
          ...(set !== undefined && { readNamespacedStatefulSet: async () => set }),
        }),
        { ...own, brokers },
      );
      return [facts.foreignClaims, facts.claims.kafka?.largest];
    };
    const set = (manager: string, replicas: number) => ({
      metadata: { name: "kafka", managedFields: [{ manager }] },
      spec: { replicas, template: {} },
    });
    // Without a set, labels say nothing: another one of the same name gives its claims the same.
    assert.deepEqual(await found(), [["data-kafka-0", "data-kafka-1"], "1Gi"]);
    assert.deepEqual(await found(set("helm", 3)), [["data-kafka-0", "data-kafka-1"], "1Gi"]);
    // The set has made what it uses, and what has its pods' labels, though an `up` was killed before it said so.
    assert.deepEqual(await found(set("pulumi-kubernetes", 3)), [[], "4Gi"]);
    assert.deepEqual(await found(set("pulumi-kubernetes", 1)), [[], "4Gi"]);
    assert.deepEqual(await found(set("pulumi-kubernetes", 0)), [["data-kafka-0"], "4Gi"]);
    assert.deepEqual(await found(set("pulumi-kubernetes", 3), { ...own.brokers, count: 4 }), [["data-kafka-3"], "4Gi"]);
  });

  it("tells objects that a Pulumi program made from others of the same name", async () => {
    const by = (manager: string) => ({ metadata: { name: "kafka", managedFields: [{ manager }] } });
    const foreign = async (object: object) =>
      (await clusterFacts(cluster({ readNamespacedStatefulSet: async () => object }), own)).foreign;
    assert.deepEqual(await foreign(by("pulumi-kubernetes-1a2b")), []);
    assert.deepEqual(await foreign(by("helm")), ["StatefulSet kafka"]);
    const foreignSet = await clusterFacts(cluster({ readNamespacedStatefulSet: async () => by("helm") }), own);
    assert.deepEqual([foreignSet.sets, foreignSet.deployed], [{}, undefined]);
    const service = { metadata: { namespace: "kafka", name: "kafka" } };
    const facts = await clusterFacts(cluster({ listServiceForAllNamespaces: items(service) }), own);
    assert.deepEqual(facts.foreign, ["Service kafka"]);
  });

  const encoded = (text: string) => ({ data: { "tls.crt": Buffer.from(text).toString("base64") } });
  const trusting = (bundle: string) => ({ volumes: [{ name: "trust", configMap: { name: bundle } }] });
  const setTrusting = (name: string, bundle: string) => ({
    metadata: {
      name,
      uid: `uid of ${name}`,
      managedFields: [{ manager: "pulumi-kubernetes-1a2b" }],
      annotations: { "kafka-platform/coordination": "kraft-combined" },
    },
    spec: { replicas: 4, template: { spec: trusting(bundle) } },
  });
  const podTrusting = (name: string, set: string, bundle: string) => ({
    metadata: { name, namespace: "kafka", ownerReferences: [{ uid: `uid of ${set}` }] },
    spec: { containers: [], ...trusting(bundle) },
  });
  const authorities: Readonly<Record<string, object>> = {
    "kafka-ca-1": encoded(first.cert),
    "kafka-ca-2": encoded(second.cert),
  };
  const bundles: Readonly<Record<string, string>> = { first: first.cert, both: `${first.cert}${second.cert}` };
  const certified = (answers: Record<string, () => Promise<unknown>>) =>
    cluster({
      readNamespacedConfigMap: (async ({ name }: { name: string }) =>
        name in bundles ? { data: { "ca.crt": bundles[name] } } : refused(404)) as never,
      readNamespacedSecret: (async ({ name }: { name: string }) => authorities[name] ?? refused(404)) as never,
      getNamespacedCustomObject: async () => ({ spec: { issuerRef: { name: "kafka-ca-1" } } }),
      ...answers,
    });
  const two = { ...own, certificates: { authorities: [1, 2], issuer: 1 } };

  it("knows of a deployed cluster what it trusts, who issued its certificate, and how it keeps its metadata", async () => {
    const there = certified({ readNamespacedStatefulSet: async () => setTrusting("kafka", "first") });
    const { deployed, sets } = await clusterFacts(there, two);
    assert.deepEqual(sets, { kafka: { replicas: 4 } });
    assert.deepEqual(deployed, {
      coordination: "kraft-combined",
      trust: [{ holder: "the StatefulSet kafka", authorities: [1] }],
      clusterIds: [],
      issuers: ["kafka-ca-1"],
    });
    assert.equal((await clusterFacts(cluster(), own)).deployed, undefined);
  });

  it("knows whom each pod of its sets trusts, also where a roll has stopped half-way", async () => {
    const pods = [
      podTrusting("kafka-0", "kafka", "first"),
      podTrusting("kafka-1", "kafka", "both"),
      podTrusting("zookeeper-0", "zookeeper", "lost"),
      podTrusting("other-0", "other", "first"),
    ];
    const there = certified({
      readNamespacedStatefulSet: (async ({ name }: { name: string }) => setTrusting(name, "both")) as never,
      listPodForAllNamespaces: items(...pods),
    });
    const { deployed } = await clusterFacts(there, { ...two, coordinators: zookeeper });
    assert.deepEqual(
      deployed?.trust.map(({ holder, authorities }) => `${holder}: ${authorities}`),
      ["kafka-0: 1", "kafka-1: 1,2", "zookeeper-0: ", "the StatefulSet kafka: 1,2", "the StatefulSet zookeeper: 1,2"],
    );
  });

  it("takes a renewed certificate of an authority for the same authority, and an unreadable one for none", async () => {
    const trustedAs = async (secret: string) => {
      const there = certified({
        readNamespacedStatefulSet: async () => setTrusting("kafka", "first"),
        readNamespacedSecret: (async ({ name }: { name: string }) =>
          name === "kafka-ca-1" ? encoded(secret) : refused(404)) as never,
      });
      return (await clusterFacts(there, two)).deployed?.trust[0]?.authorities;
    };
    assert.notEqual(renewed.cert, first.cert);
    assert.deepEqual(await trustedAs(renewed.cert), [1]);
    assert.deepEqual(await trustedAs(second.cert), []);
    assert.deepEqual(await trustedAs("no certificate"), []);
  });
});
