import assert from "node:assert/strict";
import fc from "fast-check";
import { renderProperties } from "../../../lib/properties";

/** Reads a properties file by the rules of java.util.Properties.load, without continuation lines. */
function parseProperties(text: string): Record<string, string> {
  const entries = text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.replace(/^[ \t\f]+/, ""))
    .filter((line) => line !== "" && !/^[#!]/.test(line))
    .map((line) => {
      // The key ends at the first separator that no backslash precedes.
      const [, key = "", rest = ""] = /^((?:\\.|[^\\=: \t\f])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line) ?? [];
      return [unescapeText(key), unescapeText(rest)] as const;
    });
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

const named: Record<string, string> = { t: "\t", n: "\n", r: "\r", f: "\f" };

const unescapeText = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|(.))/gs, (_match, hex: string | undefined, character: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (named[character] ?? character),
  );

// Any key but the one that JavaScript gives a meaning of its own.
const key = fc.string({ unit: "binary", minLength: 1 }).filter((text) => text !== "__proto__");
const properties = fc.dictionary(key, fc.string({ unit: "binary" }), { noNullPrototype: true });

describe("renderProperties", () => {
  it("is read back by Java's rules as it was", () => {
    fc.assert(
      fc.property(properties, (written) => {
        assert.deepEqual({ ...parseProperties(renderProperties(written)) }, written);
      }),
    );
  });

  it("gives the same text whatever the order of the properties", () => {
    fc.assert(
      fc.property(properties, (written) => {
        const reversed = Object.fromEntries(Object.entries(written).reverse());
        assert.equal(renderProperties(reversed), renderProperties(written));
      }),
    );
  });

  it("writes plain values as they are, so that people can search for them", () => {
    const text = renderProperties({ "num.io.threads": 8, listeners: "A://:9091,B://:9092", "a.flag": true, empty: "" });
    assert.equal(text, "a.flag=true\nempty=\nlisteners=A://:9091,B://:9092\nnum.io.threads=8\n");
  });

  it("holds nothing but printable ASCII and line ends", () => {
    fc.assert(fc.property(properties, (written) => assert.match(renderProperties(written), /^[\x20-\x7e\n]*$/)));
  });
});
