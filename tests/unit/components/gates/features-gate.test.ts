import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { featureLacks, lowFeatures, refuseLowering, wantedFeatures } from "../../../../components/gates/features-gate";
import { metadataLevel, releaseOfLevel } from "../../../../components/gates/metadata-version";

const wanted = wantedFeatures("4.2");

describe("the features of a cluster", () => {
  it("are those of the release, with transactions and eligible replicas", () => {
    assert.deepEqual(wanted, {
      "metadata.version": 29,
      "transaction.version": 2,
      "eligible.leader.replicas.version": 1,
    });
  });

  it("are raised where they are lower or absent, the metadata version first, and never lowered", () => {
    assert.deepEqual(lowFeatures({ "metadata.version": 27, "transaction.version": 3 }, wanted), [
      ["metadata.version", 29],
      ["eligible.leader.replicas.version", 1],
    ]);
    assert.deepEqual(lowFeatures({ ...wanted, "metadata.version": 31 }, wanted), []);
  });

  it("cannot be lowered: it is refused with what the cluster has", () => {
    refuseLowering({ "metadata.version": 27 }, "4.1");
    refuseLowering({ "metadata.version": 27 }, "4.2");
    assert.throws(
      () => refuseLowering({ "metadata.version": 29 }, "4.1"),
      (error: Error) => pulumi.RunError.isInstance(error) && error.message.includes("Set kraft.metadataVersion to 4.2"),
    );
  });

  it("are waited for on every broker", () => {
    const view = {
      address: "a:1",
      clusterId: "",
      controller: 0,
      brokers: [],
      partitions: [],
      notBefore: "",
      notAfter: "",
      issuer: "",
    };
    assert.deepEqual(featureLacks({ ...view, features: wanted }, wanted), []);
    assert.deepEqual(featureLacks({ ...view, features: { ...wanted, "metadata.version": 27 } }, wanted), [
      "the broker at a:1 has metadata.version 27 of 29",
    ]);
    assert.deepEqual(featureLacks({ address: "a:1", error: "timed out" }, wanted), [
      "the broker at a:1 does not answer: timed out",
    ]);
  });
});

describe("metadata versions", () => {
  it("have a level for each release, and each level a release that reads it", () => {
    assert.deepEqual(["4.0", "4.1", "4.2"].map(metadataLevel), [25, 27, 29]);
    assert.deepEqual([24, 25, 26, 29, 30].map(releaseOfLevel), ["4.0", "4.0", "4.1", "4.2", undefined]);
    assert.throws(() => metadataLevel("3.9"), RangeError);
  });
});
