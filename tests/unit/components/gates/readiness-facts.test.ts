import assert from "node:assert/strict";
import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "../../../../components/gates/kubernetes-client";
import { podFacts, rolloutFacts, warnings } from "../../../../components/gates/readiness-facts";

const metadata = { name: "kafka-0", labels: { "controller-revision-hash": "r1" } } as client.V1ObjectMeta;
const pod = (status: unknown, change: Partial<client.V1ObjectMeta> = {}) =>
  podFacts({ metadata: { ...metadata, ...change }, status: status as client.V1PodStatus });

const args = { namespace: "kafka", statefulSet: "kafka", labels: { app: "kafka", tier: "data" } };
const apis = (core: unknown, apps: unknown = {}) => ({ core, apps }) as KubernetesApis;

describe("podFacts", () => {
  it("knows a ready pod by its condition", () => {
    const status = { conditions: [{ type: "Ready", status: "True" }] };
    assert.deepEqual(pod(status), { name: "kafka-0", revision: "r1", ready: true, stopping: false });
  });

  it("knows a pod that is being stopped", () => {
    assert.equal(pod({}, { deletionTimestamp: new Date() }).stopping, true);
  });

  it("says why no node takes a pod", () => {
    const condition = { type: "PodScheduled", status: "False", message: "0/3 nodes are available" };
    assert.equal(pod({ conditions: [condition] }).reason, "0/3 nodes are available");
  });

  it("says what a container waits for, and how it ended before, with the last lines of its log", () => {
    const state = {
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } },
      lastState: { terminated: { exitCode: 1, message: "one\ntwo\nthree\nfour\n" } },
    };
    assert.equal(
      pod({ containerStatuses: [state] }).reason,
      "CrashLoopBackOff, back-off 10s; it stopped with exit code 1: two | three | four",
    );
  });
});

describe("rolloutFacts", () => {
  const statefulSet = { metadata: { generation: 2 }, status: { observedGeneration: 2, updateRevision: "r2" } };

  it("asks for the pods by all of their labels", async () => {
    let asked: unknown;
    const core = {
      listNamespacedPod: async (request: unknown) => {
        asked = request;
        return { items: [{ metadata }] };
      },
    };
    const facts = await rolloutFacts(apis(core, { readNamespacedStatefulSet: async () => statefulSet }), args);
    assert.deepEqual(asked, { namespace: "kafka", labelSelector: "app=kafka,tier=data" });
    assert.ok(typeof facts !== "string");
    assert.deepEqual([facts.observed, facts.revision, facts.pods.length], [true, "r2", 1]);
  });

  it("does not take a status for that of a newer specification", async () => {
    const core = { listNamespacedPod: async () => ({ items: [] }) };
    const old = { ...statefulSet, metadata: { generation: 3 } };
    const facts = await rolloutFacts(apis(core, { readNamespacedStatefulSet: async () => old }), args);
    assert.ok(typeof facts !== "string");
    assert.equal(facts.observed, false);
  });

  it("turns a failure into a text, since the next look may succeed", async () => {
    const fail = () => Promise.reject(new Error("socket hang up\nmore"));
    const facts = await rolloutFacts(apis({ listNamespacedPod: fail }, { readNamespacedStatefulSet: fail }), args);
    assert.equal(facts, "the Kubernetes API does not answer: socket hang up");
  });
});

describe("warnings", () => {
  const event = (name: string, minute: number, message: string) => ({
    metadata: {},
    involvedObject: { kind: "Pod", name },
    lastTimestamp: new Date(2026, 0, 1, 0, minute),
    reason: "Failed",
    message,
  });

  const since = new Date(2026, 0, 1, 0, 1);

  it("are the newest of each object, and none of earlier troubles", async () => {
    const items = [event("a", 2, "new"), event("a", 1, "old"), event("b", 1, "other\nmore"), event("c", 0, "gone")];
    const found = await warnings(apis({ listNamespacedEvent: async () => ({ items }) }), "kafka", since);
    assert.deepEqual(found, ["Pod a: Failed: new", "Pod b: Failed: other"]);
  });

  it("are none where they cannot be had", async () => {
    const refused = apis({ listNamespacedEvent: () => Promise.reject(new Error("no")) });
    assert.deepEqual(await warnings(refused, "kafka", since), []);
  });
});
