import assert from "node:assert/strict";
import { saidBy, type Texts } from "../../../../commands/adopt/said";

const silent: Texts = {
  owner: undefined,
  purpose: undefined,
  classification: undefined,
  class: undefined,
  namespace: undefined,
};
const mistakesIn = (texts: Partial<Texts>, ...kinds: Parameters<typeof saidBy>[1]) => {
  const result = saidBy({ ...silent, ...texts }, kinds);
  return "mistakes" in result ? result.mistakes.map(({ path, found }) => [path, found]) : [];
};

describe("what a person says of what is taken over", () => {
  it("is judged by the catalog's rules, all at once, and only what is needed", () => {
    assert.deepEqual(mistakesIn({ owner: "The Shop", class: "gold", namespace: "A" }, "topics", "applications"), [
      ["--owner", "The Shop"],
      ["--purpose", undefined],
      ["--classification", undefined],
      ["--class", "gold"],
      ["--namespace", "A"],
    ]);
    const topics = { owner: "shop", purpose: "Orders", classification: "internal" };
    assert.deepEqual(mistakesIn(topics, "topics"), []);
    assert.deepEqual(mistakesIn(topics, "topics", "applications"), [["--namespace", undefined]]);
    assert.deepEqual(mistakesIn({}), []);
  });

  it("makes topics standard where nobody says more", () => {
    const texts = { ...silent, owner: "shop", purpose: "Orders", classification: "internal" };
    assert.deepEqual(saidBy(texts, ["topics"]), { said: { ...texts, class: "standard" } });
  });

  it("may make them critical or immutable", () => {
    const texts = { ...silent, owner: "shop", purpose: "Orders", classification: "internal" };
    for (const each of ["critical", "immutable"]) {
      assert.ok("said" in saidBy({ ...texts, class: each }, ["topics"]), each);
    }
  });
});
