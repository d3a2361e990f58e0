import assert from "node:assert/strict";
import fc from "fast-check";
import { stackLabelValue } from "../../../../components/namespace/stack-label";

describe("stackLabelValue", () => {
  it("is the project and the stack, as people know them", () => {
    assert.equal(stackLabelValue("kafka-platform", "dev"), "kafka-platform.dev");
  });

  it("is a valid label for every name, and the same each time", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 100 }), fc.string({ minLength: 1 }), (project, stack) => {
        const value = stackLabelValue(project, stack);
        assert.match(value, /^[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/);
        assert.equal(value, stackLabelValue(project, stack));
      }),
    );
  });

  it("tells long names apart that differ in their last letter only", () => {
    assert.notEqual(stackLabelValue("p", `${"x".repeat(99)}a`), stackLabelValue("p", `${"x".repeat(99)}b`));
  });
});
