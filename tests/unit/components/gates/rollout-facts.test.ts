import assert from "node:assert/strict";
import type * as client from "@kubernetes/client-node";
import type { KubernetesApis } from "../../../../components/gates/kubernetes-client";
import { keptTemplates, podFacts, rolloutFacts } from "../../../../components/gates/rollout-facts";

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

  it("knows the template that a pod says it was made from", () => {
    assert.equal(pod({}, { annotations: { "kafka-platform/template": "t1" } }).template, "t1");
  });

  it("says what keeps an init container from ending, since the main one waits for it", () => {
    const state = (reason: string) => ({ state: { waiting: { reason } } });
    const status = { initContainerStatuses: [state("ErrImagePull")], containerStatuses: [state("PodInitializing")] };
    assert.equal(pod(status).reason, "ErrImagePull");
    const done = { state: { terminated: { exitCode: 0 } } };
    assert.equal(pod({ ...status, initContainerStatuses: [done] }).reason, "PodInitializing");
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
  const statefulSet = {
    metadata: { generation: 2, annotations: { "kafka-platform/specification": "s2" } },
    spec: {
      replicas: 3,
      updateStrategy: { rollingUpdate: { partition: 2 } },
      template: { metadata: { annotations: { "kafka-platform/template": "t2" } } },
    },
    status: { observedGeneration: 2, updateRevision: "r2" },
  };

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
    const { pods, ...rest } = facts;
    const marks = "specification s2, template t2";
    assert.deepEqual(rest, { observed: true, revision: "r2", replicas: 3, partition: 2, marks });
    assert.equal(pods.length, 1);
  });

  it("does not take a status for that of a newer specification", async () => {
    const core = { listNamespacedPod: async () => ({ items: [] }) };
    const old = { ...statefulSet, metadata: { generation: 3 } };
    const facts = await rolloutFacts(apis(core, { readNamespacedStatefulSet: async () => old }), args);
    assert.ok(typeof facts !== "string");
    assert.equal(facts.observed, false);
  });

  it("takes a StatefulSet that does not exist for one without pods", async () => {
    const core = { listNamespacedPod: async () => ({ items: [] }) };
    const absent = () => Promise.reject(Object.assign(new Error("absent"), { code: 404 }));
    const facts = await rolloutFacts(apis(core, { readNamespacedStatefulSet: absent }), args);
    assert.deepEqual(facts, { observed: true, revision: "", replicas: 0, partition: 0, pods: [] });
  });

  it("turns a failure into a text, since the next look may succeed", async () => {
    const fail = () => Promise.reject(new Error("socket hang up\nmore"));
    const facts = await rolloutFacts(apis({ listNamespacedPod: fail }, { readNamespacedStatefulSet: fail }), args);
    assert.equal(facts, "the Kubernetes API does not answer: socket hang up");
  });
});

describe("keptTemplates", () => {
  const revision = (annotations: Readonly<Record<string, string>>) => ({
    data: { spec: { template: { $patch: "replace", metadata: { annotations } } } },
  });
  const answering = (list: () => Promise<unknown>) => apis({}, { listNamespacedControllerRevision: list });

  it("are those of the revisions that Kubernetes keeps of the StatefulSet, by its labels", async () => {
    let asked: unknown;
    const items = [
      revision({ "kafka-platform/template": "t1" }),
      {},
      revision({}),
      revision({ "kafka-platform/template": "t2" }),
    ];
    const list = async (request: unknown) => {
      asked = request;
      return { items };
    };
    assert.deepEqual(await keptTemplates(apis({}, { listNamespacedControllerRevision: list }), args), ["t1", "t2"]);
    assert.deepEqual(asked, { namespace: "kafka", labelSelector: "app=kafka,tier=data" });
  });

  it("are none where the program may not ask, and a text where nobody answers", async () => {
    const denied = () => Promise.reject(Object.assign(new Error("denied"), { code: 403 }));
    assert.deepEqual(await keptTemplates(answering(denied), args), []);
    const away = () => Promise.reject(new Error("socket hang up\nmore"));
    assert.equal(await keptTemplates(answering(away), args), "the Kubernetes API does not answer: socket hang up");
  });
});
