import assert from "node:assert/strict";
import type { KubernetesApis } from "../../../../components/gates/kubernetes-client";
import { diagnosis, unreadyLogs, warnings } from "../../../../components/gates/pod-diagnosis";

const args = { namespace: "kafka", statefulSet: "kafka", labels: { app: "kafka" } };
const apis = (core: unknown) => ({ core }) as KubernetesApis;

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

describe("unreadyLogs", () => {
  const running = { state: { running: {} } };
  const pod = (name: string, ready: string, ...containerStatuses: unknown[]) => ({
    metadata: { name },
    status: { conditions: [{ type: "Ready", status: ready }], containerStatuses },
  });
  const logs = async (items: unknown[], log: (request: { name: string; previous?: boolean }) => string) => {
    const asked: unknown[] = [];
    const core = {
      listNamespacedPod: async () => ({ items }),
      readNamespacedPodLog: async (request: { name: string; previous?: boolean }) => {
        asked.push(request);
        return log(request);
      },
    };
    return { found: await unreadyLogs(apis(core), args), asked };
  };

  it("are the last 15 lines of each pod that is not ready", async () => {
    const long = Array.from({ length: 20 }, (_none, index) => `line ${index}`).join("\n");
    const { found, asked } = await logs(
      [pod("kafka-0", "True", { name: "kafka", ...running }), pod("kafka-1", "False", { name: "kafka", ...running })],
      () => `${long}\n`,
    );
    assert.deepEqual(asked, [{ namespace: "kafka", name: "kafka-1", container: "kafka", tailLines: 15 }]);
    assert.deepEqual([found.length, found[0]?.lines.length, found[0]?.lines.at(-1)], [1, 15, "line 19"]);
  });

  it("are those of the life before, while a container waits to be started again", async () => {
    const waiting = { name: "kafka", state: { waiting: {} }, lastState: { terminated: { exitCode: 1 } } };
    const { found, asked } = await logs([pod("kafka-1", "False", waiting)], () => "out of memory");
    assert.equal((asked[0] as { previous?: boolean }).previous, true);
    assert.deepEqual(found, [{ pod: "kafka-1", lines: ["out of memory"] }]);
  });

  it("are none of a container that has never run, and none where they cannot be had", async () => {
    const { asked } = await logs([pod("kafka-1", "False", { name: "kafka", state: { waiting: {} } })], () => "");
    assert.deepEqual(asked, []);
    const { found } = await logs([pod("kafka-1", "False", { name: "kafka", ...running })], () => {
      throw new Error("no");
    });
    assert.deepEqual(found, []);
  });

  it("come after the warnings in a diagnosis", async () => {
    const event = { metadata: {}, involvedObject: { kind: "Pod", name: "a" }, reason: "BackOff", message: "again" };
    const core = {
      listNamespacedEvent: async () => ({ items: [{ ...event, lastTimestamp: new Date() }] }),
      listNamespacedPod: async () => ({ items: [pod("kafka-1", "False", { name: "kafka", ...running })] }),
      readNamespacedPodLog: async () => "boom",
    };
    assert.deepEqual(await diagnosis(apis(core), args, new Date(0)), [
      "Kubernetes warns:",
      "  Pod a: BackOff: again",
      "The log of kafka-1 ends with:",
      "  boom",
    ]);
  });
});
