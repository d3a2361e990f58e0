import assert from "node:assert/strict";
import { outdated, withText } from "../../../commands/docs/generated";
import { policyRules } from "../../../commands/docs/policy-rules";
import { roleTable } from "../../../commands/docs/role-table";
import { waiverTable } from "../../../commands/docs/waiver-table";
import { roles } from "../../../components/access/roles";
import { harms } from "../../../lib/harms";
import { rules } from "../../../policy/index";
import { resourceRule, setting } from "../../../policy/lib/rule";

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

  it("has a section and a row for every rule of the policy pack", () => {
    const text = policyRules(rules);
    const names = rules.map(({ name }) => name).sort();
    assert.deepEqual([...text.matchAll(/^### (.+)$/gm)].map(([, name]) => name).sort(), names);
    assert.deepEqual([...text.matchAll(/^\| \[(.+)\]\(#\1\) +\|/gm)].map(([, name]) => name).sort(), names);
  });

  it("shows a rule as it is written, whatever its words mean in Markdown", () => {
    const words = { must: "a|b_c <d>.", why: "2 * 3.", fix: "Set JVM_OPTIONS." };
    const settings = { pattern: setting("^(a|b)$", "A text with a | in it", { type: "string" }) };
    const judged = { of: "any", judge: () => [] };
    const text = policyRules([
      resourceRule({ ...words, ...judged, name: "topic-x", settings }),
      resourceRule({ ...words, ...judged, name: "access-y", absolute: true }),
    ]);
    assert.match(text, /^## Access\n.+^## Topic\n/ms);
    assert.match(text, /^\| \[topic-x\]\(#topic-x\) \| a\\\|b\\_c \\<d\\>\. +\| by exemption \|$/m);
    assert.match(text, /^\| \[access-y\]\(#access-y\) \| .+ \| never +\|$/m);
    assert.match(text, /\*\*What to do\.\*\* Set JVM\\_OPTIONS\./);
    assert.match(text, /^\| `pattern` \| `"\^\(a\\\|b\)\$"` \| A text with a \\\| in it \|$/m);
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
