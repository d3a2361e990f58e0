import assert from "node:assert/strict";
import { restrictedNamespace } from "../../../components/namespace/namespace";
import { only, register, worlds } from "../mocks";

for (const world of worlds) {
  describe(`the namespace, with ${world}`, () => {
    it("admits only pods within the restricted security standard, and outlives the stack where volumes do", async () => {
      const resources = await register(
        world,
        () => void restrictedNamespace("kafka", "platform.dev", { retainOnDelete: true }),
      );
      const { inputs, retainOnDelete } = only(resources, "kubernetes:core/v1:Namespace");
      assert.equal(inputs.metadata.name, "kafka");
      assert.equal(inputs.metadata.labels["pod-security.kubernetes.io/enforce"], "restricted");
      assert.equal(retainOnDelete, true);
    });

    it("says which stack it belongs to, and is protected whatever the options say", async () => {
      const resources = await register(
        world,
        () => void restrictedNamespace("kafka", "platform.dev", { protect: false }),
      );
      const { inputs, protect } = only(resources, "kubernetes:core/v1:Namespace");
      assert.equal(inputs.metadata.labels["kafka-platform/stack"], "platform.dev");
      assert.equal(protect, true);
    });
  });
}
