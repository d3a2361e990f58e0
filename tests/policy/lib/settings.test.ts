import assert from "node:assert/strict";
import { rules } from "../../../policy/index";
import { judge } from "../judge";
import { worldOf } from "../mutations";

const wrong: readonly (readonly [rule: string, configured: object, message: RegExp])[] = [
  ...["(", "[a-", "*", "(?<a", "a{2,1}"].map(
    (pattern) =>
      [
        "topic-naming-convention",
        { pattern },
        /topic-naming-convention\.pattern must be a regular expression, .+, but is ".+"\. Mend it/,
      ] as const,
  ),
  ["topic-partitions", { least: 65 }, /topic-partitions\.least must be at most what most is: .+, but is 65\. Lower it/],
  ["topic-partitions", { least: 3, most: 2 }, /least must be at most what most is/],
  ["topic-retention", { leastHours: 48, mostDays: 1 }, /leastHours must be at most what mostDays is.+ but is 48\./],
  ...["lots", "", "-1Gi", "0", "10 Ti"].map(
    (most) =>
      ["topic-size-bound", { most }, /topic-size-bound\.most must be a size, but is ".*"\. Write it as/] as const,
  ),
  ["topic-size-bound", { sizeBounds: { "a.b": "lots" } }, /topic-size-bound\.sizeBounds\["a\.b"\] must be a size/],
];

const ruleOf = (name: string) => {
  const rule = rules.find((one) => one.name === name);
  assert.ok(rule);
  return rule;
};

describe("the settings of rules", () => {
  for (const [name, configured, message] of wrong) {
    it(`stop a run where ${name} has ${JSON.stringify(configured)}`, async () => {
      assert.equal(ruleOf(name).mistakesIn(configured).length, 1);
      const judging = { rules: [ruleOf(name)], config: { [name]: configured } };
      await assert.rejects(judge(await worldOf("dev"), judging), (error: Error) => {
        assert.match(error.message, /^The policies' configuration has mistakes, so nothing was judged:\n/);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("tell all of their mistakes at once", () => {
    const configured = { most: "x", sizeBounds: { a: "y", b: "1Gi", c: "z" } };
    assert.deepEqual(
      ruleOf("topic-size-bound")
        .mistakesIn(configured)
        .map(({ setting }) => setting),
      ['sizeBounds["a"]', 'sizeBounds["c"]', "most"],
    );
  });

  it("have no mistake by default", () => {
    for (const rule of rules) {
      assert.deepEqual(rule.mistakesIn({}), [], rule.name);
    }
  });
});
