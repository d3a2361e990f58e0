import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { only, type Registration } from "../mocks";
import { platform } from "../platform";

const ofKafka = (resources: readonly Registration[]) =>
  resources.filter(({ type }) => /\bkafka:index|providers:kafka/.test(type));

describe("the readiness gate", () => {
  it("asks nothing in a preview, and holds up nothing there", async () => {
    let looks = 0;
    const resources = await platform("unknown outputs", async () => void looks++);
    assert.equal(looks, 0);
    assert.equal(ofKafka(resources).length, 10);
  });

  it("looks at the cluster by its id, once, when the brokers are registered", async () => {
    const looks: unknown[] = [];
    const resources = await platform("known outputs", async (soFar, clusterId) => {
      looks.push([clusterId, soFar.some(({ name }) => name === "kafka-brokers")]);
    });
    assert.deepEqual(looks, [["4L6g3nShT-eMCtK--X86sw", true]]);
    assert.ok(only(resources, "pulumi:providers:kafka").dependencies.includes("kafka-brokers"));
  });

  it("holds back all that is Kafka's until the cluster is ready", async () => {
    let early: readonly Registration[] = [];
    const resources = await platform("known outputs", async (soFar) => {
      await sleep(300);
      early = [...soFar];
    });
    assert.equal(ofKafka(early).length, 0);
    assert.equal(ofKafka(resources).length, 10);
  });

  it("lets nothing of Kafka's be touched when the cluster does not become ready, and fails with the gate's words", async () => {
    const reasons: unknown[] = [];
    const note = (reason: unknown) => void reasons.push(reason);
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
    try {
      const resources = await platform("known outputs", () => Promise.reject(new pulumi.RunError("broker 2 is away")));
      await sleep(300); // the failure comes to light when the mocks have ended already
      assert.equal(ofKafka(resources).length, 0);
      assert.ok(reasons.some((reason) => pulumi.RunError.isInstance(reason) && reason.message === "broker 2 is away"));
    } finally {
      process.removeListener("unhandledRejection", note);
      for (const listener of others) {
        process.on("unhandledRejection", listener);
      }
    }
  });
});
