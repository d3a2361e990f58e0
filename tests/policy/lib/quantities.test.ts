import assert from "node:assert/strict";
import { notKnown } from "../../../policy/lib/plain";
import { quantityIn, readable } from "../../../policy/lib/quantities";

describe("a quantity", () => {
  it("is what Kubernetes takes for one", () => {
    const sizes = {
      "1Gi": 2 ** 30,
      "1.5Ki": 1536,
      "1e3": 1000,
      "2E3": 2000,
      "1M": 1e6,
      "1k": 1000,
      "5": 5,
      "1000m": 1,
      "5000000000n": 5,
      "+1": 1,
    };
    for (const [text, bytes] of Object.entries(sizes)) {
      assert.equal(quantityIn(text), bytes, text);
    }
    assert.equal(quantityIn(1024), 1024);
  });

  it("is nothing else", () => {
    for (const value of ["", "0", "-1Gi", "1GB", "1gi", "Gi", "1 Gi", "1Gi ", "1K", "lots", "1e", "1e400", "1.2.3"]) {
      assert.equal(quantityIn(value), undefined, value);
    }
    for (const value of [undefined, null, notKnown, true, [], ["1Gi"], {}, 0, -1, Number.NaN]) {
      assert.equal(quantityIn(value), undefined);
    }
  });

  it("is shown as people compare them", () => {
    const shown = {
      "9": "9 B",
      "1024": "1024 B",
      "10240": "10 KiB",
      "16106127360": "15 GiB",
      "1610612736": "1536 MiB",
    };
    for (const [bytes, text] of Object.entries(shown)) {
      assert.equal(readable(Number(bytes)), text);
    }
    assert.equal(readable(0), "0 B");
    assert.equal(readable(15.25 * 2 ** 30), "15.3 GiB");
    assert.equal(readable(2 ** 70), "1048576 PiB");
  });
});
