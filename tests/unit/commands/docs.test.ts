import assert from "node:assert/strict";
import { outdated, withText } from "../../../commands/docs/generated";
import { roleTable } from "../../../commands/docs/role-table";
import { waiverTable } from "../../../commands/docs/waiver-table";
import { roles } from "../../../components/access/roles";
import { harms } from "../../../lib/harms";

describe("the documentation", () => {
  it("says what the program does; if it does not, npm run docs makes it", () => {
    assert.deepEqual(outdated(), []);
  });

  it("has a row for every role", () => {
    const rows = roleTable().trim().split("\n").slice(2);
    assert.equal(rows.length, Object.keys(roles).length);
    assert.ok(
      rows.every((row) =>
        / Allow [A-Za-z, ]+ on (Topic|Group|TransactionalID), (literal|prefixed) +\| (password|certificate) /.test(row),
      ),
    );
  });

  it("has a row for every harm that a waiver allows", () => {
    const rows = waiverTable().trim().split("\n").slice(2);
    assert.deepEqual(
      rows.map((row) => row.split("`")[1]),
      Object.keys(harms),
    );
  });

  it("keeps what stands around a place, and loses no place", () => {
    const document = "a\n<!-- x: written by npm run docs -->\nold\n<!-- end of x -->\nb\n";
    assert.equal(
      withText(document, "x", "new\n"),
      "a\n<!-- x: written by npm run docs -->\n\nnew\n\n<!-- end of x -->\nb\n",
    );
    assert.throws(() => withText("a\n", "x", "new\n"), /no place for x/);
  });
});
