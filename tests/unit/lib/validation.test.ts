import assert from "node:assert/strict";
import { z } from "zod";
import { addMistake, explained, rule, ruled, validate } from "../../../lib/validation";

const amount = explained(z.int(), "must be a whole number", "Write one");
const order = rule({
  path: ["most"],
  rule: "must be at least least",
  remedy: "Raise it",
  needs: z.object({ least: amount, most: amount }),
  holds: ({ least, most }) => most >= least,
});
const limits = ruled(z.strictObject({ least: amount.default(1), most: amount, name: z.string().optional() }), order);

const judge = (schema: z.ZodType, value: unknown) => {
  const result = validate(schema, value, "limits");
  return "mistakes" in result ? result.mistakes.map(({ path, rule, found }) => [path, rule, found]) : [];
};

describe("rule", () => {
  it("is judged beside other mistakes, and with defaults", () => {
    assert.deepEqual(judge(limits, { most: 0, nmae: "x" }), [
      ["limits.nmae", "is not a setting", "x"],
      ["limits.most", "must be at least least", 0],
    ]);
  });

  it("does not show what is a secret by its name, though it is no setting", () => {
    assert.deepEqual(judge(limits, { most: 1, adminPassword: "x" }), [
      ["limits.adminPassword", "is not a setting", "(not shown)"],
    ]);
  });

  it("says nothing where the values that it needs are wrong in themselves", () => {
    assert.deepEqual(judge(limits, { least: "2", most: 1 }), [["limits.least", "must be a whole number", "2"]]);
  });

  it("lets through what keeps it", () => {
    assert.deepEqual(validate(limits, { most: 1 }, "limits"), { value: { least: 1, most: 1 } });
  });

  it("does not hide another rule", () => {
    const even = rule({
      path: ["most"],
      rule: "must be even",
      remedy: "Add one",
      needs: z.object({ most: amount }),
      holds: ({ most }) => most % 2 === 0,
    });
    assert.deepEqual(judge(ruled(limits, even), { least: 4, most: 3 }), [
      ["limits.most", "must be at least least", 3],
      ["limits.most", "must be even", 3],
    ]);
  });
});

describe("addMistake", () => {
  const none = z.array(z.string()).superRefine((texts, context) => {
    for (const [index, text] of texts.entries()) {
      addMistake(context, [index], "must not be there", { remedy: "Remove it", hidden: text === "secret" });
    }
  });

  it("names a member of a list by its place, and hides a value that nobody may see", () => {
    assert.deepEqual(judge(none, ["plain", "secret"]), [
      ["limits[0]", "must not be there", "plain"],
      ["limits[1]", "must not be there", "(not shown)"],
    ]);
  });
});
