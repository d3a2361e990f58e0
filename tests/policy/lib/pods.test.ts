import assert from "node:assert/strict";
import { plain } from "../../../policy/lib/plain";
import {
  brokersOf,
  containersOf,
  filesOf,
  type KubernetesObject,
  objectsOf,
  replicasOf,
} from "../../../policy/lib/pods";
import type { Judged } from "../../../policy/lib/rule";

const judged = (type: string, props: Record<string, unknown>): Judged => ({
  ...{ type, name: "it", urn: `urn:pulumi:test::p::${type}::it` },
  ...{ props: plain(props), opts: { protect: false, ignoreChanges: [] } },
});
const kindsOf = (type: string, props: Record<string, unknown> = {}) =>
  objectsOf(judged(type, props)).map(({ kind, prefix }) => `${prefix}${kind}`);
const objectOf = (kind: string, props: Record<string, unknown>) =>
  objectsOf(judged(`kubernetes:apps/v1:${kind}`, props))[0] as KubernetesObject;

const pod = { spec: { initContainers: [{ name: "a" }], containers: [{ name: "b" }, { name: "c" }] } };

describe("the objects of a resource", () => {
  it("are the resource, in any version, or what is in its list, however deep", () => {
    assert.deepEqual(kindsOf("kubernetes:apps/v1beta2:StatefulSet"), ["StatefulSet"]);
    assert.deepEqual(kindsOf("kubernetes:core/v1:ConfigMap"), ["ConfigMap"]);
    assert.deepEqual(kindsOf("kubernetes:apps/v1:StatefulSetList", { items: [{}, {}] }), [
      "items[0].StatefulSet",
      "items[1].StatefulSet",
    ]);
    const items = [{ kind: "List", items: [{ kind: "StatefulSet" }] }, [{ kind: "ConfigMap" }], { kind: "Job" }];
    assert.deepEqual(kindsOf("kubernetes:core/v1:List", { items }), [
      "items[0].items[0].StatefulSet",
      "items[1][0].ConfigMap",
      "items[2].Job",
    ]);
  });

  it("are none where it is nothing of Kubernetes'", () => {
    for (const type of [
      "kafka:index/topic:Topic",
      "pulumi:providers:kubernetes",
      "kubernetes:helm.sh/v3",
      "x:apps/v1:Job",
    ]) {
      assert.deepEqual(kindsOf(type), [], type);
    }
  });
});

describe("the containers of a workload", () => {
  const paths = (kind: string, props: Record<string, unknown>) =>
    containersOf(objectOf(kind, props)).map(({ path }) => path);

  it("stand where the kind has them", () => {
    const own = ["spec.initContainers[0]", "spec.containers[0]", "spec.containers[1]"];
    const below = (path: string) => own.map((one) => `${path}.${one}`);
    assert.deepEqual(paths("Pod", pod), own);
    assert.deepEqual(paths("PodTemplate", { template: pod }), below("template"));
    for (const kind of ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"]) {
      assert.deepEqual(paths(kind, { spec: { template: pod } }), below("spec.template"));
    }
    assert.deepEqual(
      paths("CronJob", { spec: { jobTemplate: { spec: { template: pod } } } }),
      below("spec.jobTemplate.spec.template"),
    );
    assert.deepEqual(paths("Service", { spec: { template: pod } }), []);
    assert.deepEqual(paths("constructor", { spec: { template: pod } }), []);
  });

  it("are told apart by what they keep", () => {
    const mount = (...names: readonly (string | undefined)[]) => ({ volumeMounts: names.map((name) => ({ name })) });
    const spec = {
      initContainers: [mount("data")],
      containers: [mount("tmp", "data"), mount("tmp"), mount(undefined), {}],
    };
    const keeps = (claims: readonly object[]) =>
      containersOf(objectOf("StatefulSet", { spec: { template: { spec }, volumeClaimTemplates: claims } })).map(
        (container) => container.keeps,
      );
    assert.deepEqual(keeps([{ metadata: { name: "data" } }]), [false, true, false, false, false]);
    assert.deepEqual(keeps([{}]), [false, false, false, false, false]);
  });
});

describe("brokers", () => {
  it("are StatefulSets whose pods say so", () => {
    const labelled = (kind: string, app?: string) =>
      judged(`kubernetes:apps/v1:${kind}`, { spec: { template: { metadata: { labels: { app } } } } });
    const those = [
      labelled("StatefulSet", "kafka"),
      labelled("StatefulSet", "zookeeper"),
      labelled("Deployment", "kafka"),
    ];
    assert.equal(brokersOf([...those, labelled("StatefulSet")]).length, 1);
  });

  it("are one where nobody says how many", () => {
    const replicas = (value: unknown) => replicasOf(objectOf("StatefulSet", { spec: { replicas: value } }));
    assert.deepEqual([3, 0, undefined, null, "3", []].map(replicas), [3, 0, 1, 1, undefined, undefined]);
  });
});

describe("the files of a ConfigMap", () => {
  it("are its texts", () => {
    const data = { "server.properties": "a=1", other: 7 };
    assert.deepEqual(filesOf(objectOf("ConfigMap", { data })), [["server.properties", "a=1"]]);
    assert.deepEqual(filesOf(objectOf("Secret", { data })), []);
    assert.deepEqual(filesOf(objectOf("ConfigMap", { data: "text" })), []);
  });
});
