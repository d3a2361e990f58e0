import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../../lib/refusal";

describe("refusal", () => {
  it("is an error that Pulumi prints without a stack, and has none to format", () => {
    const error = refusal("too few nodes");
    assert.ok(pulumi.RunError.isInstance(error));
    assert.deepEqual([error.message, error.stack], ["too few nodes", undefined]);
  });
});
