import assert from "node:assert/strict";
import { hostPort, podHost, serviceHost, splitHostPort } from "../../../lib/naming";

describe("names in the cluster's DNS", () => {
  it("are those of Services and of the pods of a StatefulSet", () => {
    assert.equal(serviceHost("kafka", "kafka"), "kafka.kafka.svc.cluster.local");
    assert.equal(podHost("kafka-0", "kafka-headless", "kafka"), "kafka-0.kafka-headless.kafka.svc.cluster.local");
  });
});

describe("hostPort", () => {
  it("puts brackets around IPv6 addresses, and splitHostPort takes them off", () => {
    assert.deepEqual([hostPort("a.example", 1), hostPort("fd00::1", 2)], ["a.example:1", "[fd00::1]:2"]);
    assert.deepEqual(splitHostPort("[fd00::1]:2"), { host: "fd00::1", port: 2 });
    assert.deepEqual(splitHostPort("a.example:1"), { host: "a.example", port: 1 });
  });
});
