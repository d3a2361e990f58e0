import assert from "node:assert/strict";
import { changedFiles } from "../../../../commands/adopt/catalog-edit";

const entry = {
  profile: "standard",
  fields: { owner: "shop", purpose: "Orders", classification: "internal", partitions: 3 },
} as const;

describe("the files of the catalog that get new entries", () => {
  it("are those that there are entries for, with these at their end and in the words that people are shown", async () => {
    assert.deepEqual(await changedFiles({ topics: {}, applications: {} }), []);
    const [changed, ...others] = await changedFiles({ topics: { "shop.orders": entry }, applications: {} });
    assert.deepEqual(others, []);
    assert.equal(changed?.file, "catalog/topics.ts");
    assert.equal(
      changed.entries,
      [
        '  "shop.orders": standard({',
        '    owner: "shop",',
        '    purpose: "Orders",',
        '    classification: "internal",',
        "    partitions: 3,",
        "  }),",
        "",
      ].join("\n"),
    );
    assert.ok(changed.text.endsWith(`${changed.entries}};\n`));
  });
});
