import assert from "node:assert/strict";
import { kafkaMistake, namespaceMistake } from "../../../../components/gates/same-cluster";

describe("the cluster that a stack was deployed to", () => {
  it("is known by its namespace's UID", () => {
    assert.equal(namespaceMistake("kafka", "uid-1", "uid-1"), undefined);
    assert.match(namespaceMistake("kafka", "uid-1", "uid-2") ?? "", /uid-1.*uid-2.*KUBECONFIG/);
  });

  it("is not one that has no such namespace", () => {
    assert.match(namespaceMistake("kafka", "uid-1", undefined) ?? "", /there is none.*pulumi refresh/);
  });

  it("is known by its Kafka cluster's id, where brokers answer", () => {
    assert.equal(kafkaMistake("own", []), undefined);
    assert.equal(kafkaMistake("own", ["own"]), undefined);
    assert.match(kafkaMistake("own", ["own", "other"]) ?? "", /cluster other, .*id is own.*kafka-cluster-id other/);
  });
});
