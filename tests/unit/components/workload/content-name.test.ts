import assert from "node:assert/strict";
import fc from "fast-check";
import { contentName, digestOf } from "../../../../components/workload/content-name";

describe("contentName", () => {
  it("is the same for the same content, and another one for every other", () => {
    const content = fc.dictionary(fc.string(), fc.string());
    fc.assert(
      fc.property(content, content, (one, other) => {
        assert.equal(contentName("files", one), contentName("files", { ...one }));
        const same = JSON.stringify(one) === JSON.stringify(other);
        assert.equal(contentName("files", one) === contentName("files", other), same);
      }),
    );
  });

  it("is a name that Kubernetes takes, and says what it is of", () => {
    assert.match(contentName("kafka-files", { "a b": "ä" }), /^kafka-files-[0-9a-f]{10}$/);
  });

  it("stays what it is from one release of this program to the next, or every pod would start again", () => {
    assert.equal(contentName("kafka-files", { "start.sh": "exit 0\n" }), "kafka-files-6a7feefc98");
  });
});

describe("digestOf", () => {
  it("depends on the order of members, which a template's text has too", () => {
    assert.notEqual(digestOf({ a: 1, b: 2 }), digestOf({ b: 2, a: 1 }));
    assert.notEqual(digestOf(["ab"]), digestOf(["a", "b"]));
  });
});
