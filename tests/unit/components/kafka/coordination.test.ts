import assert from "node:assert/strict";
import { coordinationName } from "../../../../components/kafka/coordination";
import { places } from "./places";

describe("coordinationName", () => {
  it("tells apart what no update leads from one to the other of", () => {
    assert.deepEqual(
      Object.values(places).map(({ coordination }) => coordinationName(coordination)),
      ["kraft-combined", "kraft-dedicated", "zookeeper"],
    );
  });
});
