import assert from "node:assert/strict";
import { clusterId } from "../../../components/kafka/cluster-id";
import { only, register } from "../mocks";

describe("a cluster's id", () => {
  it("is chosen once, and not deleted or replaced by accident: it is on every volume", async () => {
    const resources = await register("known outputs", () => void clusterId("kafka"));
    const { name, protect, inputs } = only(resources, "random:index/randomId:RandomId");
    assert.deepEqual([name, protect, inputs], ["kafka-cluster-id", true, { byteLength: 16 }]);
  });
});
