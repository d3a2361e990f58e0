import assert from "node:assert/strict";
import fc from "fast-check";
import { type AccessRule, type RoleArgs, rulesOf } from "../../../../components/access/roles";

const written = ({ resourceType, pattern, resourceName, operation }: AccessRule) =>
  `${operation} ${resourceType} ${pattern} ${resourceName}`;

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
const names = fc.option(fc.uniqueArray(name, { maxLength: 5 }), { nil: undefined });
const role: fc.Arbitrary<RoleArgs> = fc.record({
  produces: names,
  consumes: names,
  groups: names,
  transactionalIdPrefix: fc.option(name, { nil: undefined }),
});

describe("the rules of an application", () => {
  it("are one for each thing that it says it does", () => {
    const rules = rulesOf({ produces: ["a", "b"], consumes: ["c"], groups: ["g"], transactionalIdPrefix: "t-" });
    assert.deepEqual(rules.map(written), [
      "Write Topic Literal a",
      "Write Topic Literal b",
      "Read Topic Literal c",
      "Read Group Literal g",
      "Write TransactionalID Prefixed t-",
    ]);
  });

  it("are none for who does nothing", () => {
    assert.deepEqual(rulesOf({}), []);
  });

  it("let nobody write who only reads, whatever it reads", () => {
    fc.assert(
      fc.property(names, names, (consumes, groups) => {
        assert.ok(rulesOf({ consumes, groups }).every(({ operation }) => operation === "Read"));
      }),
    );
  });

  it("name what the application names and nothing else, and never all of a kind", () => {
    fc.assert(
      fc.property(role, (args) => {
        const { produces = [], consumes = [], groups = [], transactionalIdPrefix } = args;
        const named = [...produces, ...consumes, ...groups, transactionalIdPrefix];
        for (const { resourceType, resourceName, pattern } of rulesOf(args)) {
          assert.ok(named.includes(resourceName));
          assert.ok(resourceName !== "*" && resourceName !== "");
          assert.equal(pattern === "Prefixed", resourceType === "TransactionalID");
        }
      }),
    );
  });
});
