import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { claimNames, identityOf } from "../../../../components/storage/claims";

const place = { namespace: "kafka", claim: "data-kafka-3", timeout: "5ms" };
const answering = (answer: () => object) => ({
  readNamespacedPersistentVolumeClaim: async ({ namespace, name }: { namespace: string; name: string }) => {
    assert.deepEqual([namespace, name], ["kafka", "data-kafka-3"]);
    return answer();
  },
});
const failing = (code: number, message: string) =>
  answering(() => {
    throw Object.assign(new Error(message), { code });
  });

describe("the claims of a StatefulSet", () => {
  it("are named by Kubernetes after the volume, the set and the ordinal", () => {
    assert.deepEqual(claimNames("kafka-controller", 3), [
      "data-kafka-controller-0",
      "data-kafka-controller-1",
      "data-kafka-controller-2",
    ]);
  });
});

describe("identityOf", () => {
  it("tells a claim from another one of the same name", async () => {
    assert.equal(
      await identityOf(
        answering(() => ({ metadata: { uid: "1-2-3" }, status: { phase: "Bound" } })),
        place,
        false,
      ),
      "1-2-3",
    );
  });

  it("is unknown to a preview where the claim comes with the update", async () => {
    assert.equal(await identityOf(failing(404, "not found"), place, true), pulumi.unknown);
  });

  it("waits in an update until the claim has its volume, and in a preview does not", async () => {
    const phases = ["Pending", "Pending", "Bound"];
    let looks = 0;
    const binding = answering(() => ({ metadata: { uid: "1-2-3" }, status: { phase: phases[looks++] } }));
    assert.equal(await identityOf(binding, { ...place, timeout: "1m" }, false, 1), "1-2-3");
    assert.equal(looks, 3);
    looks = 0;
    assert.equal(await identityOf(binding, place, true, 1), "1-2-3");
    assert.equal(looks, 1);
  });

  it("refuses to go on in an update without the claim", async () => {
    await assert.rejects(identityOf(failing(404, "not found"), place, false, 1), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.match(
        error.message,
        /^The volume claim data-kafka-3 does not exist after 5ms, .* run `pulumi up` again\.$/,
      );
      return true;
    });
  });

  it("says, in a preview too, why the claim cannot be read", async () => {
    for (const preview of [true, false]) {
      await assert.rejects(identityOf(failing(403, "forbidden\nHeaders: …"), place, preview), (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(error.message, /^The volume claim data-kafka-3 cannot be read: forbidden\. Look whether /);
        return true;
      });
    }
  });
});
