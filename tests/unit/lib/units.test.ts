import assert from "node:assert/strict";
import fc from "fast-check";
import {
  durationOf,
  formatBytes,
  jvmSize,
  milliseconds,
  quantity,
  seconds,
  sizeOf,
  withinBytes,
  withinCentury,
} from "../../../lib/units";

describe("milliseconds", () => {
  it("counts every unit", () => {
    assert.deepEqual(
      ["5ms", "2s", "3m", "4h", "30d"].map(milliseconds),
      [5, 2_000, 180_000, 14_400_000, 2_592_000_000],
    );
  });

  it("refuses what is no duration", () => {
    for (const text of ["", "5", "0s", "-1s", "1.5s", "5 s", "5w", "s"]) {
      assert.throws(() => milliseconds(text), RangeError, text);
    }
  });
});

describe("durationOf and sizeOf", () => {
  it("write what is read again as the same, in the largest unit", () => {
    assert.deepEqual([1, 90_000, 5_400_000, 604_800_000].map(durationOf), ["1ms", "90s", "90m", "7d"]);
    assert.deepEqual([1024, 1536 * 1024, 2 ** 41].map(sizeOf), ["1Ki", "1536Ki", "2Ti"]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 43 }), (amount) => {
        assert.equal(milliseconds(durationOf(amount)), amount);
        const size = sizeOf(amount * 1024);
        assert.equal(size && quantity(size), amount * 1024);
      }),
    );
  });

  it("have no size for what is no whole number of KiB, or nothing", () => {
    assert.deepEqual([0, -1, 1000, 1025].map(sizeOf), [undefined, undefined, undefined, undefined]);
  });
});

describe("seconds", () => {
  it("rounds up, so that nothing gets less time than was asked for", () => {
    assert.deepEqual([seconds("1ms"), seconds("1500ms"), seconds("2m")], [1, 2, 120]);
  });
});

describe("quantity", () => {
  it("reads sizes and amounts of CPU as Kubernetes does", () => {
    const read = {
      "100Ki": 102_400,
      "4Gi": 4_294_967_296,
      "250m": 0.25,
      "2": 2,
      "0.5": 0.5,
      "1k": 1_000,
      "1e3": 1_000,
    };
    assert.deepEqual(Object.keys(read).map(quantity), Object.values(read));
  });

  it("keeps the order of sizes in one unit", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom("m", "", "Ki", "Mi", "Gi", "G"), (a, b, unit) => {
        assert.equal(Math.sign(quantity(`${a}${unit}`) - quantity(`${b}${unit}`)), Math.sign(a - b));
      }),
    );
  });

  it("refuses what is no quantity", () => {
    for (const text of ["", "Gi", "4 Gi", "4gi", "-4", "4Gib"]) {
      assert.throws(() => quantity(text), RangeError, text);
    }
  });
});

describe("jvmSize", () => {
  it("writes binary units as the JVM does", () => {
    assert.deepEqual(["384Mi", "4Gi"].map(jvmSize), ["384M", "4G"]);
  });
});

describe("formatBytes", () => {
  it("takes the largest unit that leaves at least one", () => {
    const written = [0, 1023, 1024, 1536, 2 ** 30, 1.5 * 2 ** 40].map(formatBytes);
    assert.deepEqual(written, ["0", "1023", "1Ki", "1.5Ki", "1Gi", "1.5Ti"]);
  });
});

describe("withinCentury and withinBytes", () => {
  it("refuse what is too much, however much it is", () => {
    assert.deepEqual(["36525d", "36526d", `${"9".repeat(400)}s`].map(withinCentury), [true, false, false]);
    assert.deepEqual(["2047Mi", "2Gi", `${"9".repeat(400)}Ti`].map(withinBytes(2 ** 31 - 1)), [true, false, false]);
  });

  it("leave what is no duration or size to others", () => {
    assert.deepEqual([withinCentury("forever"), withinBytes(1)("much")], [true, true]);
  });
});
