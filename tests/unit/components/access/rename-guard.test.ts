import assert from "node:assert/strict";
import { judgeDeletion } from "../../../../components/access/rename-guard";

const urn = (name: string) => `urn:pulumi:dev::kafka-platform::kafka:index/quota:Quota::${name}`;

describe("the deletion of a resource for which another one stands", () => {
  it("is refused with both of them, and what to do", () => {
    assert.throws(
      () => judgeDeletion(urn("orders"), urn("quota-orders")),
      (error: Error) =>
        [urn("orders"), urn("quota-orders"), "it was not deleted", "aliases"].every((part) =>
          error.message.includes(part),
        ),
    );
  });
});

describe("the deletion of a resource that is then made anew", () => {
  it("is none of the guard's business", () => {
    assert.doesNotThrow(() => judgeDeletion(urn("orders"), urn("orders")));
  });
});
