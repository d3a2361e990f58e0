import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { requireNodeVersion } from "../../../../components/gates/node-version";

describe("the version of Node.js", () => {
  it("is refused when it is too old, with what was found and what to do", () => {
    for (const old of ["20.20.2", "22.18.9"]) {
      assert.throws(
        () => requireNodeVersion(old),
        (error: Error) => error.message.includes(old) && error.message.includes("22.19 or newer"),
      );
    }
  });

  it("may be the oldest that package.json allows, or newer", () => {
    for (const good of ["22.19.0", "22.23.3", "24.0.0"]) {
      requireNodeVersion(good);
    }
    const { engines } = JSON.parse(readFileSync(join(__dirname, "../../../../package.json"), "utf8")) as {
      engines: { node: string };
    };
    assert.equal(engines.node, ">=22.19");
  });
});
