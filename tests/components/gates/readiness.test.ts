import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { failuresOf, only, type Registration } from "../mocks";
import { platform } from "../platform";

const ofKafka = (resources: readonly Registration[]) =>
  resources.filter(({ type }) => /\bkafka:index|providers:kafka/.test(type));

// The provider, the topic of the proof, the catalog's topics, and two applications with nine topics and one more rule
// each.
const ofCatalog = 1 + 1 + 9 + 2 * (2 + 9 + 1);

describe("the readiness gate", () => {
  it("asks nothing in a preview, and holds up nothing there", async () => {
    let looks = 0;
    const resources = await platform("unknown outputs", async () => void looks++);
    assert.equal(looks, 0);
    assert.equal(ofKafka(resources).length, ofCatalog);
  });

  it("looks at the cluster by its id, once, when the brokers are registered, and where they are reached", async () => {
    const awaited = ["kafka-brokers", "kafka-0-external", "kafka-1-external", "kafka-2-external"];
    const looks: unknown[] = [];
    const resources = await platform("known outputs", async (soFar, clusterId) => {
      looks.push([clusterId, awaited.filter((name) => soFar.some((one) => one.name === name))]);
    });
    assert.deepEqual(looks, [["4L6g3nShT-eMCtK--X86sw", awaited]]);
    const { dependencies } = only(resources, "pulumi:providers:kafka");
    assert.deepEqual(
      awaited.filter((name) => dependencies.includes(name)),
      awaited,
    );
  });

  it("holds back all that is Kafka's until the cluster is ready", async () => {
    let early: readonly Registration[] = [];
    const resources = await platform("known outputs", async (soFar) => {
      await sleep(300);
      early = [...soFar];
    });
    assert.equal(ofKafka(early).length, 0);
    assert.equal(ofKafka(resources).length, ofCatalog);
  });

  it("lets nothing of Kafka's be touched when the cluster does not become ready, and fails with the gate's words", async () => {
    let resources: readonly Registration[] = [];
    const failures = await failuresOf(async () => {
      resources = await platform("known outputs", () => Promise.reject(new pulumi.RunError("broker 2 is away")));
    });
    assert.equal(ofKafka(resources).length, 0);
    assert.ok(failures.includes("broker 2 is away"));
  });
});
