import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { at, isMap, items, notKnown, type Plain, plain, show } from "../../../policy/lib/plain";
import { unknown } from "../../components/mocks";

const seen = (inputs: object): Plain => plain(unknownCheckingProxy(inputs) as Record<string, unknown>);

// What JSON has and a literal cannot.
const parsed = (text: string): object => JSON.parse(text);

describe("a resource's properties", () => {
  it("are read as they are", () => {
    const inputs = { a: 1, b: "x", c: null, d: [true, [0, { e: [] }]], f: { g: { h: "" } } };
    assert.deepEqual(seen(inputs), inputs);
  });

  it("are not known wherever they are not, and everything beside that is", () => {
    assert.deepEqual(seen({ a: unknown, b: 1 }), { a: notKnown, b: 1 });
    assert.deepEqual(seen({ a: { b: { c: { d: unknown, e: 2 } } } }), { a: { b: { c: { d: notKnown, e: 2 } } } });
    assert.deepEqual(seen({ a: [1, unknown, 3] }), { a: [1, notKnown, 3] });
    assert.deepEqual(seen({ a: [[unknown], [[unknown, { b: unknown }]]] }), {
      a: [[notKnown], [[notKnown, { b: notKnown }]]],
    });
    assert.deepEqual(seen({ a: [unknown, unknown] }), { a: [notKnown, notKnown] });
  });

  it("have no names but their own", () => {
    const inputs = seen(parsed('{"__proto__": {"owner": "me"}, "constructor": 1, "hasOwnProperty": 2, "length": 3}'));
    assert.equal(at(inputs, "owner"), undefined);
    assert.deepEqual(at(inputs, "__proto__"), { owner: "me" });
    assert.equal(at(inputs, "constructor"), 1);
    assert.equal(at(inputs, "hasOwnProperty"), 2);
    assert.equal(({} as Record<string, unknown>).owner, undefined);
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"]) {
      assert.equal(at(seen({ a: { b: 1 } }), "a", name), undefined);
    }
  });

  it("are those of any object, and an error that is no unknown value is an error", () => {
    assert.deepEqual(plain({}), {});
    const failing = Object.defineProperty({}, "a", {
      enumerable: true,
      get: () => {
        throw new TypeError("not that");
      },
    });
    assert.throws(() => plain(failing), /not that/);
  });
});

describe("what lies below a value", () => {
  const value = seen({ a: [{ b: "x" }, unknown, [7]], c: { d: unknown }, "e.f": 1, n: null });

  it("is found by names and numbers", () => {
    assert.equal(at(value, "a", 0, "b"), "x");
    assert.equal(at(value, "a", "0", "b"), "x");
    assert.equal(at(value, "a", 2, 0), 7);
    assert.equal(at(value, "e.f"), 1);
    assert.equal(at(value, "n"), null);
    assert.equal(at(value), value);
  });

  it("is not known below what is not known", () => {
    assert.equal(at(value, "a", 1), notKnown);
    assert.equal(at(value, "a", 1, "b", "c"), notKnown);
    assert.equal(at(value, "c", "d", "e"), notKnown);
    assert.equal(at(notKnown, "a"), notKnown);
  });

  it("is nothing where there is nothing", () => {
    for (const path of [
      ["x"],
      ["a", 3],
      ["a", -1],
      ["a", "length"],
      ["a", "b"],
      ["e.f", "g"],
      ["n", "x"],
      ["e", "f"],
    ]) {
      assert.equal(at(value, ...path), undefined, path.join());
    }
    assert.equal(at("text", 0), undefined);
    assert.equal(at("text", "length"), undefined);
    assert.equal(at(undefined, "a"), undefined);
  });

  it("has members by name, or in a list, or neither", () => {
    assert.ok(isMap({}));
    for (const other of [undefined, null, notKnown, "", "text", 0, true, []] as const) {
      assert.ok(!isMap(other));
    }
    assert.deepEqual(items([1, notKnown]), [1, notKnown]);
    for (const other of [undefined, null, notKnown, "text", 0, true, {}, { length: 1 }] as const) {
      assert.deepEqual(items(other), []);
    }
  });
});

describe("a value for people", () => {
  it("is short, and tells what is missing from what is not known", () => {
    const shown: readonly (readonly [Plain, string])[] = [
      [undefined, "absent"],
      [null, "null"],
      [notKnown, "not known before the update"],
      ["", '""'],
      ["3", '"3"'],
      [3, "3"],
      [false, "false"],
      [[], "[]"],
      [{ a: [notKnown] }, '{"a":["(not known before the update)"]}'],
      ["x".repeat(78), `"${"x".repeat(78)}"`],
      ["x".repeat(79), `"${"x".repeat(79)}…`],
    ];
    for (const [value, text] of shown) {
      assert.equal(show(value), text);
    }
  });
});
