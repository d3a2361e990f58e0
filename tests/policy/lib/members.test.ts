import assert from "node:assert/strict";
import { brokersOf, replicasOf } from "../../../policy/lib/members";
import { plain } from "../../../policy/lib/plain";
import type { Judged } from "../../../policy/lib/rule";
import { containersOf, podsOf, type Workload, workloadsOf } from "../../../policy/lib/workloads";

const judged = (type: string, props: Record<string, unknown>): Judged => ({
  ...{ type, name: "it", urn: `urn:pulumi:test::p::${type}::it` },
  ...{ props: plain(props), opts: { protect: false, ignoreChanges: [] } },
});
const kinds: Readonly<Record<string, string>> = { Pod: "core", PodTemplate: "core", CronJob: "batch", Job: "batch" };
const typeOf = (kind: string): string => `kubernetes:${kinds[kind] ?? "apps"}/v1:${kind}`;

const pod = { spec: { initContainers: [{ name: "a" }], containers: [{ name: "b" }, { name: "c" }] } };
const scheduled = { spec: { jobTemplate: { spec: { template: pod } } } };

describe("the containers of a workload", () => {
  const paths = (of: (resource: Judged) => readonly Workload[], type: string, props: Record<string, unknown>) =>
    of(judged(type, props))
      .flatMap((workload) => containersOf(workload))
      .map(({ path }) => path);
  const own = ["spec.initContainers[0]", "spec.containers[0]", "spec.containers[1]"];
  const below = (path: string) => own.map((one) => `${path}.${one}`);

  it("stand where the kind has them", () => {
    assert.deepEqual(paths(workloadsOf, typeOf("Pod"), pod), own);
    assert.deepEqual(paths(workloadsOf, typeOf("PodTemplate"), { template: pod }), below("template"));
    for (const kind of ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job"]) {
      assert.deepEqual(paths(workloadsOf, typeOf(kind), { spec: { template: pod } }), below("spec.template"));
    }
    assert.deepEqual(paths(workloadsOf, typeOf("CronJob"), scheduled), below("spec.jobTemplate.spec.template"));
    for (const kind of ["Service", "constructor"]) {
      assert.deepEqual(paths(workloadsOf, typeOf(kind), { spec: { template: pod } }), []);
    }
  });

  it("are found in kinds that nobody here knows", () => {
    const type = "kubernetes:example.org/v1:Anything";
    assert.deepEqual(paths(podsOf, type, pod), own);
    assert.deepEqual(paths(podsOf, type, { template: pod }), below("template"));
    assert.deepEqual(paths(podsOf, type, { spec: { template: pod } }), below("spec.template"));
    assert.deepEqual(paths(podsOf, type, scheduled), below("spec.jobTemplate.spec.template"));
    assert.deepEqual(paths(podsOf, type, { spec: { template: { spec: {} } } }), []);
    assert.deepEqual(paths(podsOf, typeOf("Deployment"), { spec: { template: pod } }), below("spec.template"));
  });
});

describe("brokers", () => {
  const labelled = (kind: string, app?: string) =>
    judged(typeOf(kind), { spec: { template: { ...pod, metadata: { labels: { app } } } } });

  it("are StatefulSets whose pods say so", () => {
    const those = [
      labelled("StatefulSet", "kafka"),
      labelled("StatefulSet", "zookeeper"),
      labelled("Deployment", "kafka"),
    ];
    assert.equal(brokersOf([...those, labelled("StatefulSet")], "kafka").length, 1);
  });

  it("are one where nobody says how many", () => {
    const replicas = (value: unknown) =>
      workloadsOf(judged(typeOf("StatefulSet"), { spec: { replicas: value } })).map(replicasOf)[0];
    assert.deepEqual([3, 0, undefined, null, "3", []].map(replicas), [3, 0, 1, 1, undefined, undefined]);
  });
});
