import assert from "node:assert/strict";
import { podHost, serviceHost } from "../../../lib/naming";

describe("names in the cluster's DNS", () => {
  it("are those of Services and of the pods of a StatefulSet", () => {
    assert.equal(serviceHost("kafka", "kafka"), "kafka.kafka.svc.cluster.local");
    assert.equal(podHost("kafka-0", "kafka-headless", "kafka"), "kafka-0.kafka-headless.kafka.svc.cluster.local");
  });
});
