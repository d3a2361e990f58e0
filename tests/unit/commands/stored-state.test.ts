import assert from "node:assert/strict";
import type { ExportedState } from "../../../commands/state";
import { store } from "../../../commands/stored-state";
import { UserError } from "../../../local/support/user-error";

const state = (...names: string[]): ExportedState => ({
  deployment: { resources: names.map((name) => ({ urn: `urn::${name}`, type: "a:b:C" })) },
});

/** A stack whose state is this one. @returns what is imported into it */
const stackOf = (there: ExportedState) => {
  const imported: string[] = [];
  const pulumi = async (args: readonly string[], options: { input?: string } = {}) => {
    imported.push(...(args[1] === "import" ? [options.input ?? ""] : []));
    return JSON.stringify(there);
  };
  return { imported, target: { stack: "dev", folder: "", pulumi, cancel: async () => {} } };
};

describe("a state that is stored", () => {
  it("takes the place of the one that it was made from", async () => {
    const { imported, target } = stackOf(state("one"));
    await store(target, state("one"), state("one", "two"));
    assert.deepEqual(imported, [JSON.stringify(state("one", "two"))]);
  });

  it("takes the place of no other, which somebody has made meanwhile", async () => {
    const { imported, target } = stackOf(state("one", "another"));
    await assert.rejects(store(target, state("one"), state("two")), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /Somebody has changed the state meanwhile; it was not touched\. Run this again/);
      return true;
    });
    assert.deepEqual(imported, []);
  });
});
