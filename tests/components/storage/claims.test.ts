import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ClaimPlace, claims } from "../../../components/storage/claims";
import { volumesGrown } from "../../../components/storage/growth-gate";
import { only, type Registration, register, unknown, type World } from "../mocks";

const patch = "kubernetes:core/v1:PersistentVolumeClaimPatch";
const args = { namespace: "kafka", statefulSet: "kafka", replicas: 3, size: "4Gi", timeout: "1m" };
const identity = async ({ claim }: ClaimPlace) => `uid of ${claim}`;
const configMap = (name: string, dependsOn?: pulumi.Input<pulumi.Resource>) =>
  new k8s.core.v1.ConfigMap(name, { metadata: { name } }, dependsOn === undefined ? {} : { dependsOn });

/** A gate after something, the claims after it, and something after their growth. */
const grown = (
  world: World,
  wait: (soFar: readonly Registration[]) => Promise<void> = async () => undefined,
  read: typeof identity = identity,
) =>
  register(world, (soFar) => {
    const first = configMap("before");
    const after = first.id.apply(() => first);
    const made = claims("kafka", args, after, {}, read);
    const gate = volumesGrown({ ...args, after: made }, () => wait(soFar));
    configMap("after", gate);
  });

describe("the growth of volumes", () => {
  it("asks for the wanted size of each claim, when the claims exist", async () => {
    const made = (await grown("known outputs")).filter(({ type }) => type === patch);
    assert.deepEqual(
      made.map(({ inputs }) => [inputs.metadata.namespace, inputs.metadata.name, inputs.spec]),
      [0, 1, 2].map((id) => ["kafka", `data-kafka-${id}`, { resources: { requests: { storage: "4Gi" } } }]),
    );
    for (const { dependencies } of made) {
      assert.deepEqual(dependencies, ["before"]);
    }
  });

  it("looks for the claims only when what makes them is there", async () => {
    let early: readonly string[] = [];
    await register("known outputs", (soFar) => {
      const gate = pulumi.output(sleep(200, "open")).apply(() => configMap("gate"));
      const made = configMap("set", gate);
      claims("kafka", args, made, {}, async (place) => {
        early = soFar.map(({ name }) => name);
        return identity(place);
      });
    });
    assert.ok(early.includes("set"), `looked when there were ${early}`);
  });

  it("waits for their volumes as long as it is told to", async () => {
    const timeouts = new Set<string>();
    await grown("known outputs", undefined, async (place) => {
      timeouts.add(place.timeout);
      return identity(place);
    });
    assert.deepEqual([...timeouts], ["1m"]);
  });

  it("takes the size from its first owner, does not wait by the provider's rules, and leaves the claims alone in the end", async () => {
    const { inputs, retainOnDelete } = only(await grown("known outputs"), patch, "kafka-1-volume");
    assert.equal(inputs.metadata.annotations["pulumi.com/patchForce"], "true");
    assert.equal(inputs.metadata.annotations["pulumi.com/skipAwait"], "true");
    assert.equal(retainOnDelete, true);
  });

  it("depends on which claim it is, so that one that replaces another grows too", async () => {
    const { inputs } = only(await grown("known outputs"), patch, "kafka-1-volume");
    assert.equal(inputs.metadata.annotations["kafka-platform/claim"], "uid of data-kafka-1");
  });

  it("shows the size, and asks nothing of the cluster, in a first preview", async () => {
    let asked = 0;
    const resources = await grown(
      "unknown outputs",
      async () => void asked++,
      async () => String(asked++),
    );
    const { inputs } = only(resources, patch, "kafka-1-volume");
    assert.equal(inputs.spec.resources.requests.storage, "4Gi");
    assert.equal(inputs.metadata.annotations["kafka-platform/claim"], unknown);
    assert.equal(asked, 0);
    only(resources, "kubernetes:core/v1:ConfigMap", "after");
  });

  it("holds back what depends on it until the volumes have grown", async () => {
    let early: readonly Registration[] = [];
    const resources = await grown("known outputs", async (soFar) => {
      await sleep(200);
      early = [...soFar];
    });
    assert.equal(early.filter(({ type }) => type === patch).length, 3);
    assert.ok(!early.some(({ name }) => name === "after"));
    only(resources, "kubernetes:core/v1:ConfigMap", "after");
  });
});
