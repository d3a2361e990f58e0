import assert from "node:assert/strict";
import { checkSource, checkSources } from "../../../catalog/sources";

describe("the files of the catalog", () => {
  it("say nothing twice", () => {
    assert.deepEqual(checkSources(), []);
  });
});

describe("an entry that is there twice", () => {
  const text = `export const topics: Readonly<Record<string, Topic>> = {
  "order.events": standard({ partitions: 6 }),
  orders: standard({ partitions: 6 }),
  // Another team's.
  "order.events": standard({ partitions: 3 }),
  "orders": standard({ orders: 1, orders: 2 }),
};
const other = { twice: 1, twice: 2 };
`;

  it("is a mistake, with the lines and what to do, however its name is written", () => {
    const where = checkSource(text, "topics").map(({ path, found }) => [path, found]);
    assert.deepEqual(where, [
      ['catalog/topics.ts: topics["order.events"]', "on lines 2 and 5"],
      ['catalog/topics.ts: topics["orders"]', "on lines 3 and 6"],
    ]);
    assert.match(checkSource(text, "topics")[0]?.remedy ?? "", /another name, or remove it/);
  });

  it("is looked for in the map alone that is asked about", () => {
    assert.deepEqual(checkSource(text, "applications"), []);
  });
});
