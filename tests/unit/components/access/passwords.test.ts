import assert from "node:assert/strict";
import fc from "fast-check";
import { derivePassword } from "../../../../components/access/passwords";

const seed = Buffer.alloc(32, "seed");

describe("a derived password", () => {
  it("is the same at every preview, and what it was when clients got it", () => {
    // Another value than this one would lock out every application of a platform that runs.
    assert.equal(derivePassword(seed, "orders", 1), "dkzf4Nderz6yYJCDeRXMfypi_4ldyeKZ8YS3sH3Ni30");
  });

  it("is another one for each application, rotation and seed", () => {
    const passwords = [
      derivePassword(seed, "orders", 1),
      derivePassword(seed, "orders", 2),
      derivePassword(seed, "bills", 1),
      derivePassword(Buffer.alloc(32, "another"), "orders", 1),
    ];
    assert.equal(new Set(passwords).size, passwords.length);
  });

  it("is 256 bits of text that needs no quotes anywhere", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.integer({ min: 1 }), (bytes, rotation) => {
        assert.match(derivePassword(Buffer.from(bytes), "orders", rotation), /^[A-Za-z0-9_-]{43}$/);
      }),
    );
  });
});
