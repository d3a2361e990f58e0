import assert from "node:assert/strict";
import { nearest } from "../../../lib/nearest";

describe("nearest", () => {
  it("finds the word that was meant", () => {
    const words = ["segment.ms", "segment.bytes", "retention.ms"];
    assert.equal(nearest("segment.m", words), "segment.ms");
    assert.equal(nearest("segmnt.bytse", words), "segment.bytes");
    assert.equal(nearest("retention.ms", words), "retention.ms");
  });

  it("does not guess where no word is near", () => {
    assert.equal(nearest("colour", ["segment.ms"]), undefined);
    assert.equal(nearest("", []), undefined);
  });
});
