import assert from "node:assert/strict";
import { externalAddresses } from "../../../../components/access/provider";

describe("externalAddresses", () => {
  it("gives each broker a port of its own, and the hosts in turn", () => {
    const ids = [0, 1, 2];
    assert.deepEqual(externalAddresses(["a", "b", "c", "d"], 31_090, ids), ["a:31090", "b:31091", "c:31092"]);
    assert.deepEqual(externalAddresses(["fd00::1"], 31_090, [0]), ["[fd00::1]:31090"]);
    assert.deepEqual(externalAddresses(["a", "b"], 31_090, ids), ["a:31090", "b:31091", "a:31092"]);
  });
});
