import assert from "node:assert/strict";
import { selects } from "../../../../components/gates/label-selector";

describe("selects", () => {
  const labels = { zone: "a", disk: "ssd" };

  it("asks for nothing when it is empty", () => {
    assert.equal(selects({}, {}), true);
  });

  it("asks for each of its labels", () => {
    assert.equal(selects({ matchLabels: { zone: "a" } }, labels), true);
    assert.equal(selects({ matchLabels: { zone: "a", disk: "hdd" } }, labels), false);
  });

  it("knows every operator", () => {
    const holds = (key: string, operator: string, values?: string[]) =>
      selects({ matchExpressions: [{ key, operator, ...(values && { values }) }] }, labels);
    assert.deepEqual([holds("zone", "In", ["a", "b"]), holds("zone", "In", ["b"])], [true, false]);
    assert.deepEqual([holds("zone", "NotIn", ["b"]), holds("zone", "NotIn", ["a"])], [true, false]);
    assert.deepEqual([holds("zone", "Exists"), holds("rack", "Exists")], [true, false]);
    assert.deepEqual([holds("rack", "DoesNotExist"), holds("zone", "DoesNotExist")], [true, false]);
  });
});
