import assert from "node:assert/strict";
import { coordinationName } from "../../../../components/kafka/coordination";
import { clusterObjects } from "../../../../components/kafka/names";
import { places } from "./places";

describe("coordinationName", () => {
  it("tells apart what no update leads from one to the other of", () => {
    assert.deepEqual(
      Object.values(places).map(({ coordination }) => coordinationName(coordination)),
      ["kraft-combined", "kraft-dedicated", "zookeeper"],
    );
  });
});

describe("clusterObjects", () => {
  it("names the pods and Services of as many brokers as there are", () => {
    assert.deepEqual(clusterObjects("kafka", 4), {
      namespace: "kafka",
      labels: { app: "kafka" },
      statefulSet: "kafka",
      pods: ["kafka-0", "kafka-1", "kafka-2", "kafka-3"],
      services: ["kafka-0-external", "kafka-1-external", "kafka-2-external", "kafka-3-external"],
    });
  });
});
