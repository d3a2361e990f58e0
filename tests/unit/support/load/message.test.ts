import { strict as assert } from "node:assert";
import fc from "fast-check";
import { crc32c, decodeMessage, encodeMessage, type Message } from "../../../support/load/message";

const words = fc.stringMatching(/^[a-z0-9.-]{1,20}$/);

const messages: fc.Arbitrary<Message> = fc
  .record({
    run: words,
    producer: fc.nat(20),
    sequence: fc.nat(10_000_000),
    transaction: fc.integer({ min: -1, max: 100_000 }),
    topic: words,
    partition: fc.nat(100),
    key: words,
  })
  .map((message) => ({ ...message }));

describe("a record's value", () => {
  it("gives back what was put into it", () => {
    fc.assert(fc.property(messages, (message) => assert.deepEqual(decodeMessage(encodeMessage(message)), message)));
  });

  it("is refused when any of its characters is another one, missing or doubled", () => {
    fc.assert(
      fc.property(messages, fc.nat(), fc.integer({ min: 33, max: 126 }), (message, at, code) => {
        const value = encodeMessage(message);
        const i = at % value.length;
        const [before, after] = [value.slice(0, i), value.slice(i + 1)];
        const other = String.fromCharCode(code);
        fc.pre(other !== value[i]);
        for (const damaged of [before + other + after, before + after, before + value[i] + value[i] + after]) {
          assert.ok(damaged === value || decodeMessage(damaged) === undefined, damaged);
        }
      }),
    );
  });

  it("is closed by Castagnoli's CRC, which Java knows too", () => {
    assert.equal(crc32c("123456789"), 0xe3069283);
  });
});
