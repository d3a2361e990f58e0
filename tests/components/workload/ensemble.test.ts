import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type EnsembleArgs, ensemble, templateAnnotation } from "../../../components/workload/ensemble";
import { statefulPod } from "../../../components/workload/pod";
import { only, type Registration, register, unknown, type World, worlds } from "../mocks";

const labels = { app: "things" };

const made = (world: World, change: Partial<EnsembleArgs> = {}, image = "thing:1", certificate = "c0ffee") =>
  register(world, () => {
    const before = new pulumi.ResourceHook("guard", () => undefined);
    ensemble(
      "things",
      {
        members: "servers",
        name: "thing",
        namespace: "here",
        labels,
        replicas: 3,
        headlessService: "thing-headless",
        ports: [{ name: "tcp-one", port: 1, targetPort: "tcp-one" }],
        storage: { size: "1Gi", retainOnDelete: true },
        pod: statefulPod({
          labels,
          // As a certificate's digest is: not known in a first preview.
          certificateDigest: world === "unknown outputs" ? unknownOutput() : certificate,
          terminationGracePeriod: "1m",
          containers: [{ name: "thing", ...{ image } }],
          volumes: [],
        }),
        beforeUpdate: before,
        ...change,
      },
      {},
    );
  });

const unknownOutput = () => pulumi.output(pulumi.unknown as unknown as string);

const set = (resources: readonly Registration[]) => only(resources, "kubernetes:apps/v1:StatefulSet");
const annotationsOf = (resources: readonly Registration[]) => set(resources).inputs.spec.template.metadata.annotations;

for (const world of worlds) {
  describe(`an ensemble, with ${world}`, () => {
    let resources: readonly Registration[];

    before(async () => {
      resources = await made(world);
    });

    it("is a StatefulSet, by whose members a drain passes one at a time, and a Service by which they meet", () => {
      assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
        "kubernetes:apps/v1:StatefulSet things-servers",
        "kubernetes:core/v1:Service things-headless",
        "kubernetes:policy/v1:PodDisruptionBudget things-disruption-budget",
      ]);
      const { spec } = set(resources).inputs;
      assert.deepEqual(only(resources, "kubernetes:policy/v1:PodDisruptionBudget").inputs, {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: { name: "thing", namespace: "here" },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      });
      assert.deepEqual([spec.template.metadata.labels, spec.selector.matchLabels], [labels, labels]);
      assert.deepEqual(only(resources, "kubernetes:core/v1:Service").inputs.spec, {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: labels,
        ports: [{ name: "tcp-one", port: 1, targetPort: "tcp-one" }],
      });
      assert.equal(spec.serviceName, "thing-headless");
    });

    it("starts its members together, since each needs a second one, and changes them one by one", () => {
      const { spec } = set(resources).inputs;
      assert.deepEqual(
        [spec.replicas, spec.podManagementPolicy, spec.updateStrategy, spec.minReadySeconds],
        [3, "Parallel", { type: "RollingUpdate" }, 0],
      );
    });

    it("starts them only when they can meet and are looked after", () => {
      assert.deepEqual([...set(resources).dependencies].sort(), ["things-disruption-budget", "things-headless"]);
    });

    it("keeps each member's data in a claim of its own, which outlives the set and every scaling", () => {
      const { spec } = set(resources).inputs;
      assert.deepEqual(spec.volumeClaimTemplates, [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
        },
      ]);
      assert.deepEqual(spec.persistentVolumeClaimRetentionPolicy, { whenDeleted: "Retain", whenScaled: "Retain" });
    });

    it("is never replaced by accident, and takes another size of the claims for no change of its own", () => {
      const { protect, ignoreChanges } = set(resources);
      assert.deepEqual([protect, ignoreChanges], [true, ["spec.volumeClaimTemplates"]]);
    });

    it("has a change judged before it restarts a member", () => {
      assert.deepEqual(set(resources).beforeUpdate, ["guard"]);
    });

    it("leaves waiting to the gates, but for the members' end: they need the Services for it", () => {
      assert.equal(set(resources).inputs.metadata.annotations["pulumi.com/waitFor"], "jsonpath={.metadata.uid}");
      assert.deepEqual(only(resources, "kubernetes:core/v1:Service").inputs.metadata.annotations, {
        "pulumi.com/skipAwait": "true",
      });
    });
  });
}

describe("the template's mark", () => {
  it("is the same for the same template, and another one for every change in it", async () => {
    const mark = async (...args: [string, string]) =>
      annotationsOf(await made("known outputs", {}, ...args))[templateAnnotation];
    const first = await mark("thing:1", "c0ffee");
    assert.match(first, /^[0-9a-f]{10}$/);
    assert.equal(await mark("thing:1", "c0ffee"), first);
    assert.notEqual(await mark("thing:2", "c0ffee"), first);
    assert.notEqual(await mark("thing:1", "decaf"), first);
  });

  it("does not change with what restarts nobody", async () => {
    const mark = async (change: Partial<EnsembleArgs>) =>
      annotationsOf(await made("known outputs", change))[templateAnnotation];
    const first = await mark({});
    for (const change of [
      { replicas: 5 },
      { annotations: { a: "b" } },
      { storage: { size: "2Gi", retainOnDelete: false } },
    ]) {
      assert.equal(await mark(change), first, JSON.stringify(change));
    }
  });

  it("is beside one of the StatefulSet, which changes with whatever of it can change at all", async () => {
    const mark = async (change: Partial<EnsembleArgs> = {}, ...args: [string?, string?]) =>
      set(await made("known outputs", change, ...args)).inputs.metadata.annotations["kafka-platform/specification"];
    const first = await mark();
    assert.match(first, /^[0-9a-f]{10}$/);
    assert.equal(await mark({ annotations: { a: "b" } }), first);
    assert.equal(await mark({ storage: { size: "2Gi", retainOnDelete: true } }), first);
    assert.notEqual(await mark({ storage: { size: "1Gi", retainOnDelete: false } }), first);
    assert.notEqual(await mark({ replicas: 5 }), first);
    assert.notEqual(await mark({}, "thing:2"), first);
  });

  it("alone waits for what is not known: policies can judge the rest of the template in a first preview", async () => {
    const { metadata, spec } = set(await made("unknown outputs")).inputs.spec.template;
    assert.deepEqual(metadata, {
      labels,
      annotations: {
        "kubectl.kubernetes.io/default-container": "thing",
        "kafka-platform/certificate": unknown,
        [templateAnnotation]: unknown,
      },
    });
    assert.ok(!JSON.stringify(spec).includes(unknown));
    assert.equal(spec.containers[0].image, "thing:1");
  });
});

describe("an ensemble that is asked to", () => {
  it("carries annotations, waits for more, and lets the claims go with it", async () => {
    const resources = await register("known outputs", () => {
      const beforeUpdate = new pulumi.ResourceHook("guard", () => undefined);
      const earlier = new k8s.core.v1.ConfigMap("earlier", {});
      ensemble(
        "things",
        {
          members: "servers",
          name: "thing",
          namespace: "here",
          labels,
          replicas: 3,
          headlessService: "thing",
          ports: [],
          storage: { size: "1Gi", retainOnDelete: false },
          annotations: { "kafka-platform/coordination": "zookeeper" },
          after: [pulumi.output(earlier)],
          pod: statefulPod({
            labels,
            certificateDigest: "",
            terminationGracePeriod: "1m",
            containers: [],
            volumes: [],
          }),
          beforeUpdate,
        },
        {},
      );
    });
    const { inputs, dependencies } = set(resources);
    assert.equal(inputs.metadata.annotations["kafka-platform/coordination"], "zookeeper");
    assert.ok("pulumi.com/waitFor" in inputs.metadata.annotations);
    assert.ok(dependencies.includes("earlier"));
    assert.equal(inputs.spec.persistentVolumeClaimRetentionPolicy.whenDeleted, "Delete");
  });
});
