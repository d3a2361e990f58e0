import assert from "node:assert/strict";
import { judge } from "../judge";
import { worldOf } from "../mutations";
import { platforms } from "../worlds";

describe("the platforms of this repository", () => {
  for (const platform of Object.keys(platforms)) {
    it(`break no rule: ${platform}`, async () => {
      assert.deepEqual(await judge(await worldOf(platform)), []);
    });
  }
});
