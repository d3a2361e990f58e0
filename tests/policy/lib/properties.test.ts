import assert from "node:assert/strict";
import { renderProperties } from "../../../lib/properties";
import { parseProperties } from "../../../policy/lib/properties";

const read = (text: string) => Object.fromEntries(parseProperties(text));

describe("the reader of Java properties", () => {
  const cases: Readonly<Record<string, readonly [text: string, properties: Readonly<Record<string, string>>]>> = {
    "an equals sign, a colon or a blank between key and value": [
      "a=1\nb:2\nc 3\nd\t4\n",
      { a: "1", b: "2", c: "3", d: "4" },
    ],
    "blanks around it": ["  a \t =  1  \n\fb : 2", { a: "1", b: "2" }],
    "a second separator as part of the value": ["a==1\nb=:2\nc = = 3", { a: "=1", b: ":2", c: "= 3" }],
    "comments and empty lines": ["# a=1\n  ! b=2\n\n \t\nc=3", { c: "3" }],
    "a comment's sign in a value": ["a=1 # one\nb=#2", { a: "1 # one", b: "#2" }],
    "a line that goes on": ["a=1,\\\n  2,\\\r\n\t3\nb=4", { a: "1,2,3", b: "4" }],
    "a key that goes on": ["de\\\n  fault=1", { default: "1" }],
    "a line that goes on with what would be a comment": ["a=1\\\n# 2", { a: "1# 2" }],
    "a comment that does not go on": ["# a=1\\\nb=2", { b: "2" }],
    "a line that goes on with nothing": ["a=1\\", { a: "1" }],
    "an empty line after one that goes on": ["a=\\\n\nb=2", { a: "", b: "2" }],
    "two backslashes, by which it does not go on": ["a=1\\\\\nb=2", { a: "1\\", b: "2" }],
    "separators in a key": ["a\\=b=1\nc\\:d=2\ne\\ f=3", { "a=b": "1", "c:d": "2", "e f": "3" }],
    escapes: ["a=\\u00a71\nb\\u002ec=2\nd=1\\t2\\n3\ne=\\x\\'", { a: "\u00a71", "b.c": "2", d: "1\t2\n3", e: "x'" }],
    "an escaped backslash before a u": ["a=\\\\u00a7", { a: "\\u00a7" }],
    "the last of several lines": ["a=1\na=2\n a : 3", { a: "3" }],
    "a key without a value": ["a\nb=\nc:", { a: "", b: "", c: "" }],
    "all ends of lines": ["a=1\rb=2\r\nc=3\nd=4", { a: "1", b: "2", c: "3", d: "4" }],
    "bytes for characters, as Java does": ["a=\u00a7", { a: "\u00c2\u00a7" }],
    nothing: ["", {}],
  };
  for (const [title, [text, properties]] of Object.entries(cases)) {
    it(`takes ${title}`, () => assert.deepEqual(read(text), properties));
  }

  it("reads back what the platform writes", () => {
    const properties = {
      "a b": "c=d",
      e: "\u00a7CN=kafka",
      "f:g": "\\u00a7",
      "#h": "RULE:^(.*)$/x$1/",
      i: "",
      j: "1\n2",
    };
    assert.deepEqual(read(renderProperties(properties)), properties);
  });
});
