import assert from "node:assert/strict";
import { tellingWords } from "../../../support/load/words";

const chatter = (from: number, count: number) => Array.from({ length: count }, (_none, i) => `WARN retry ${from + i}`);
const told = (lines: readonly string[]) => tellingWords(`${lines.join("\n")}\n`).split("\n");

describe("what is told of a load's log", () => {
  it("is its end, where no producer gave up", () => {
    assert.deepEqual(told(chatter(0, 100)), chatter(85, 15));
  });

  it("is what came before the first that gave up, each reason once, and the end", () => {
    const givenUp = [1, 2, 3].map((record) => `producer 2 gave up record ${record}: TimeoutException`);
    const anew = "producer 2 begins anew: KafkaException";
    const aborted = "producer 3 aborted transaction 7 (F): KafkaException, because of TimeoutException";
    const lines = [...chatter(0, 100), ...givenUp, anew, aborted, ...chatter(100, 100)];
    assert.deepEqual(told(lines), [...chatter(85, 15), givenUp[2], anew, aborted, "…", ...chatter(185, 15)]);
  });
});
