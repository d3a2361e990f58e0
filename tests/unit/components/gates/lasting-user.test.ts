import assert from "node:assert/strict";
import { forgotten, type KnownUsers, keepLastingUser, lastingUser } from "../../../../components/gates/lasting-user";

/** As `String.hashCode` of Java. */
const javaHash = (text: string): number =>
  [...text].reduce((hash, letter) => (Math.imul(31, hash) + letter.charCodeAt(0)) | 0, 0);

const at = (address: string, ...users: readonly string[]): KnownUsers => ({ address, users });
const silent: KnownUsers = { address: "b:1", users: { error: "timed out" } };

/** What it does on a cluster whose brokers give these answers, the last one again and again. */
async function keeping(...answers: readonly (readonly KnownUsers[])[]) {
  const made: string[] = [];
  const warnings: string[] = [];
  let looks = 0;
  await keepLastingUser(
    {
      known: async () => answers[Math.min(looks++, answers.length - 1)] ?? [],
      make: async (address) => void made.push(address),
    },
    { progress: () => undefined, warn: (text) => void warnings.push(text) },
    1,
  );
  return { made, looks, warnings };
}

describe("the user who keeps the others", () => {
  it("has the hash by which it comes first in each of Java's HashMaps", () => {
    assert.equal(javaHash("kafka"), 101807910, "as Java has it");
    assert.equal(javaHash(lastingUser), 0);
  });

  it("is left as it is where every broker knows it", async () => {
    const whole = [at("a:1", lastingUser, "x"), at("b:1", "x", lastingUser)];
    assert.deepEqual(await keeping(whole), { made: [], looks: 1, warnings: [] });
  });

  it("is made where a broker does not know it, and waited for on all of them", async () => {
    const { made, looks } = await keeping(
      [at("a:1"), at("b:1")],
      [at("a:1", lastingUser), at("b:1")],
      [at("a:1", lastingUser), at("b:1", lastingUser)],
    );
    assert.deepEqual([made, looks], [["a:1", "b:1"], 3]);
  });

  it("is not made anew because a broker is silent, which is waited for", async () => {
    const { made, looks } = await keeping(
      [at("a:1", lastingUser), silent],
      [at("a:1", lastingUser), at("b:1", lastingUser)],
    );
    assert.deepEqual([made, looks], [[], 2]);
  });

  it("is where it shows that a broker has forgotten others", async () => {
    const { made, warnings } = await keeping(
      [at("a:1", "billing", "crm", lastingUser), at("b:1")],
      [at("a:1", "billing", "crm", lastingUser), at("b:1", lastingUser)],
    );
    assert.deepEqual(made, ["b:1"]);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /The broker at b:1 does not know the users billing, crm, whom other brokers know/);
  });

  it("says nothing of brokers that do not answer", () => {
    assert.deepEqual(forgotten([at("a:1", "x"), silent]), []);
  });
});
