import assert from "node:assert/strict";
import { lastingUser } from "../../../../components/gates/lasting-user";

/** As `String.hashCode` of Java. */
const javaHash = (text: string): number =>
  [...text].reduce((hash, letter) => (Math.imul(31, hash) + letter.charCodeAt(0)) | 0, 0);

describe("the user who keeps the others", () => {
  it("comes first in each of Java's HashMaps, whatever its size", () => {
    assert.equal(javaHash("kafka"), 101807910, "as Java has it");
    assert.equal(javaHash(lastingUser), 0);
  });
});
