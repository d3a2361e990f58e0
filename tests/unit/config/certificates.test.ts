import assert from "node:assert/strict";
import fc from "fast-check";
import { dev, mistakesOf, settingsOf, wrongPathsOf } from "./stack-file";

const certificates = (section: Record<string, unknown>) => dev({ certificates: section });

describe("the settings of certificates", () => {
  it("let an authority be replaced in three steps", () => {
    for (const [authorities, issuer] of [
      [[1, 2], 1],
      [[1, 2], 2],
      [[2], 2],
    ]) {
      const section = { authorities, issuer };
      assert.deepEqual(settingsOf(certificates(section)).certificates, { ...section, lifetime: "365d" });
    }
  });

  it("refuse authorities that are not in order, an issuer that nobody trusts, and both at once", () => {
    assert.deepEqual(mistakesOf(certificates({ authorities: [2, 2], issuer: 1 })), [
      "certificates.authorities: must be in ascending order, each generation once; found [2,2]",
      "certificates.issuer: must be one of certificates.authorities; found 1",
    ]);
  });

  it("name the missing issuer of authorities without the first", () => {
    assert.deepEqual(mistakesOf(certificates({ authorities: [2] })), [
      "certificates.issuer: must be one of certificates.authorities; found undefined",
    ]);
  });

  it("refuse what is no generation", () => {
    for (const authorities of [[], [0], [1.5], ["1"], 1, [10_000]]) {
      assert.deepEqual(mistakesOf(certificates({ authorities })), [
        `certificates.authorities: must be a list of whole numbers from 1 to 9999; found ${JSON.stringify(authorities)}`,
      ]);
    }
  });

  it("take exactly the ascending lists that hold the issuer", () => {
    const generation = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.array(generation, { minLength: 1, maxLength: 4 }), generation, (authorities, issuer) => {
        const sorted = [...new Set(authorities)].sort((a, b) => a - b);
        const right = JSON.stringify(sorted) === JSON.stringify(authorities) && authorities.includes(issuer);
        assert.equal(wrongPathsOf(certificates({ authorities, issuer })).length === 0, right);
      }),
    );
  });

  it("refuse a lifetime below an hour or above ten years", () => {
    for (const lifetime of ["59m", "3654d"]) {
      assert.deepEqual(mistakesOf(certificates({ lifetime })), [
        `certificates.lifetime: must be from one hour to ten years; found "${lifetime}"`,
      ]);
    }
    for (const lifetime of ["1h", "3653d"]) {
      settingsOf(certificates({ lifetime }));
    }
  });
});
