import assert from "node:assert/strict";
import fc from "fast-check";
import { claimNames } from "../../../../components/storage/claims";
import { warningsOf } from "../../../../components/storage/growth-gate";
import { claimFacts, growthLacks } from "../../../../components/storage/growth-judge";

const names = claimNames("kafka", 2);

describe("growthLacks", () => {
  it("lacks nothing where every file system has the size, in whatever unit Kubernetes tells it", () => {
    for (const capacity of ["2Gi", "2147483648", "3Gi"]) {
      assert.deepEqual(
        growthLacks(
          names.map((name) => ({ name, capacity })),
          names,
          "2Gi",
        ),
        [],
      );
    }
  });

  it("names each claim that is too small, and why", () => {
    const found = [
      { name: "data-kafka-0", capacity: "1Gi", reason: "its file system is being enlarged" },
      { name: "data-kafka-1", capacity: "2Gi" },
    ];
    assert.deepEqual(growthLacks(found, names, "2Gi"), [
      "data-kafka-0 has 1Gi of 2Gi (its file system is being enlarged)",
    ]);
  });

  it("does not take a claim that is missing, or has no volume yet, for a large one", () => {
    assert.deepEqual(growthLacks([{ name: "data-kafka-1" }], names, "2Gi"), [
      "the volume claim data-kafka-0 does not exist",
      "data-kafka-1 has no volume yet",
    ]);
  });

  it("is not misled by claims of others", () => {
    const own = names.map((name) => ({ name, capacity: "2Gi" }));
    assert.deepEqual(growthLacks([{ name: "data-zookeeper-0", capacity: "1Gi" }, ...own], names, "2Gi"), []);
  });

  it("is content exactly where the capacity is at least the size", () => {
    const mebibytes = fc.integer({ min: 1, max: 1 << 20 });
    fc.assert(
      fc.property(mebibytes, mebibytes, (has, wants) => {
        const lacks = growthLacks([{ name: "data-kafka-0", capacity: `${has}Mi` }], ["data-kafka-0"], `${wants}Mi`);
        assert.equal(lacks.length === 0, has >= wants);
      }),
    );
  });
});

describe("claimFacts", () => {
  const facts = (conditions: { type: string; status: string; message?: string }[]) =>
    claimFacts({ metadata: { name: "data-kafka-0" }, status: { capacity: { storage: "1Gi" }, conditions } });

  it("reads the capacity, and has nothing to say where nothing happens", () => {
    assert.deepEqual(facts([]), { name: "data-kafka-0", capacity: "1Gi" });
    assert.deepEqual(facts([{ type: "Resizing", status: "True" }]), { name: "data-kafka-0", capacity: "1Gi" });
  });

  it("tells nobody to start a pod again, which Kubernetes' own words for an online growth would", () => {
    const message = "Waiting for user to (re-)start a pod to finish file system resize of volume on node.";
    const { reason } = facts([{ type: "FileSystemResizePending", status: "True", message }]);
    assert.equal(reason, "its file system is being enlarged");
  });

  it("gives an error of the storage in its own words, while it holds", () => {
    const message = "no space left";
    assert.equal(
      facts([{ type: "ControllerResizeError", status: "True", message }]).reason,
      "ControllerResizeError: no space left",
    );
    assert.equal(facts([{ type: "ControllerResizeError", status: "False", message }]).reason, undefined);
  });
});

describe("warningsOf", () => {
  it("shows what is about these claims, and no other objects'", () => {
    const warned = [
      "Pod kafka-0: BackOff: again",
      "PersistentVolumeClaim data-kafka-10: VolumeResizeFailed: full",
      "PersistentVolumeClaim data-kafka-1: VolumeResizeFailed: full",
    ];
    assert.deepEqual(warningsOf(names, warned), [
      "Kubernetes warns:",
      "  PersistentVolumeClaim data-kafka-1: VolumeResizeFailed: full",
    ]);
    assert.deepEqual(warningsOf(names, warned.slice(0, 2)), []);
  });
});
