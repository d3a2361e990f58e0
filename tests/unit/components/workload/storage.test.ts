import assert from "node:assert/strict";
import { claimRetention, volumeClaimTemplate } from "../../../../components/workload/storage";

const storage = { size: "2Gi", retainOnDelete: true };

describe("the volumes of a StatefulSet", () => {
  it("leave the StorageClass to the cluster where none is named", () => {
    assert.deepEqual(volumeClaimTemplate(storage).spec, {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "2Gi" } },
    });
    const { spec } = volumeClaimTemplate({ ...storage, storageClass: "fast" });
    assert.deepEqual(spec, {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "fast",
      resources: { requests: { storage: "2Gi" } },
    });
  });

  it("outlive the cluster only where that is wanted, and always a scaling", () => {
    assert.deepEqual(claimRetention(storage), { whenDeleted: "Retain", whenScaled: "Retain" });
    assert.deepEqual(claimRetention({ ...storage, retainOnDelete: false }), {
      whenDeleted: "Delete",
      whenScaled: "Retain",
    });
  });
});
