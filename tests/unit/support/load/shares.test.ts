import { strict as assert } from "node:assert";
import { assertShared } from "../../../support/load/shares";

const ackedTo = {
  "idempotent-administrator": 1000,
  "idempotent-application": 800,
  "transactional-administrator": 120,
  "transactional-application": 100,
};
const deliveredTo = { administrator: 2400, application: 1600 };

describe("a load of which every kind of client has a part", () => {
  it("is one in which all wrote and read, if not the same", () => {
    assert.doesNotThrow(() => assertShared({ ackedTo, deliveredTo }));
  });

  for (const kind of Object.keys(ackedTo)) {
    it(`is none if ${kind} producers wrote little, or nothing`, () => {
      const { [kind]: _, ...others } = ackedTo as Record<string, number>;
      for (const counts of [others, { ...others, [kind]: 0 }, { ...others, [kind]: 10 }]) {
        assert.throws(() => assertShared({ ackedTo: counts, deliveredTo }), new RegExp(`acknowledged to ${kind}`));
      }
    });
  }

  for (const [kind, other] of [
    ["administrator", "application"],
    ["application", "administrator"],
  ]) {
    it(`is none if consumers that are the ${kind} read little, or nothing`, () => {
      for (const counts of [{ [`${other}`]: 4000 }, { [`${other}`]: 4000, [`${kind}`]: 400 }]) {
        assert.throws(() => assertShared({ ackedTo, deliveredTo: counts }), new RegExp(`delivered to ${kind}`));
      }
    });
  }

  it("is none if nothing was written at all", () => {
    assert.throws(
      () => assertShared({ ackedTo: {}, deliveredTo: {} }),
      /0 of 0 records acknowledged to idempotent-app/,
    );
  });
});
