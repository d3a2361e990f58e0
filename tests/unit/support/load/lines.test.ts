import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forEachLine } from "../../../support/load/lines";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "kafka-platform-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const linesOf = async (content: string): Promise<string[]> => {
  const file = join(dir, "file.log");
  writeFileSync(file, content);
  const lines: string[] = [];
  await forEachLine(file, (line) => lines.push(line));
  return lines;
};

describe("the lines of a load's file", () => {
  it("are all given, whatever the size of the file", async () => {
    const expected = Array.from({ length: 100_000 }, (_, i) => `line ${i} ${"x".repeat(i % 50)}`);
    assert.deepEqual(await linesOf(`${expected.join("\n")}\n`), expected);
    const long = ["x".repeat(3 << 20), "y"];
    assert.deepEqual(await linesOf(`${long.join("\n")}\n`), long);
  });

  it("leave out the one that a killed process did not finish", async () => {
    assert.deepEqual(await linesOf("a 0 1 t 0 1 10\na 0 2 t 0"), ["a 0 1 t 0 1 10"]);
    assert.deepEqual(await linesOf("a 0"), []);
    assert.deepEqual(await linesOf(""), []);
  });
});
