import assert from "node:assert/strict";
import { sizeBound } from "../../../../components/topics/size-bound";

const topic = { partitions: 4, cleanupPolicy: "delete", retention: "1h" };
const MiB = 2 ** 20;

describe("the size of a topic's records", () => {
  it("is what its partitions may hold where size deletes", () => {
    assert.equal(sizeBound({ ...topic, retentionBytes: "1Mi" }), 4 * MiB);
    assert.equal(sizeBound({ ...topic, retentionBytes: "1Mi", expectedRate: "1Gi" }), 4 * MiB);
  });

  it("is what is written for as long as records stay", () => {
    assert.equal(sizeBound({ ...topic, expectedRate: "1Mi" }), 3_600 * MiB);
    assert.equal(sizeBound({ ...topic, cleanupPolicy: "compact,delete", expectedRate: "1Mi" }), 3_600 * MiB);
  });

  it("is what is written for as long as disks are planned where records stay forever", () => {
    const kept = { ...topic, cleanupPolicy: "compact", expectedRate: "1Mi", plannedFor: "2h" };
    assert.equal(sizeBound(kept), 7_200 * MiB);
    assert.equal(sizeBound({ ...kept, retentionBytes: "1Mi" }), 7_200 * MiB);
    assert.equal(sizeBound({ ...kept, cleanupPolicy: "delete", retention: "forever" }), 7_200 * MiB);
  });

  it("is not known where the topic says too little", () => {
    assert.equal(sizeBound(topic), undefined);
    assert.equal(sizeBound({ ...topic, retention: "forever", expectedRate: "1Mi" }), undefined);
    assert.equal(sizeBound({ ...topic, cleanupPolicy: "compact", plannedFor: "2h" }), undefined);
  });
});
