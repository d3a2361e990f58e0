import assert from "node:assert/strict";
import { describeValue, reportMistakes } from "../../../lib/mistakes";

describe("reportMistakes", () => {
  it("gives each mistake a line with path, rule, value and remedy", () => {
    const mistakes = [
      { path: "kafka.ioThreads", rule: "must be a whole number", found: 0, remedy: "Write 1 or more" },
      { path: "storage.size", rule: "must be a size", found: undefined, remedy: "Write 2Gi" },
    ];
    assert.equal(
      reportMistakes("the settings", mistakes),
      "2 mistakes in the settings; nothing was changed:\n" +
        "  kafka.ioThreads: must be a whole number; found 0. Write 1 or more.\n" +
        "  storage.size: must be a size; found nothing. Write 2Gi.",
    );
  });

  it("counts a single mistake as one", () => {
    const [first] = reportMistakes("x", [{ path: "p", rule: "r", found: 1, remedy: "m" }]).split("\n");
    assert.equal(first, "1 mistake in x; nothing was changed:");
  });
});

describe("describeValue", () => {
  it("keeps texts and numbers apart", () => {
    assert.deepEqual([describeValue("3"), describeValue(3), describeValue(null)], ['"3"', "3", "null"]);
  });

  it("cuts what would fill the screen", () => {
    const text = describeValue("x".repeat(500));
    assert.equal(text.length, 80);
    assert.ok(text.endsWith("…"));
  });
});
