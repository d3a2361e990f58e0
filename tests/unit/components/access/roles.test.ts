import assert from "node:assert/strict";
import fc from "fast-check";
import { type AccessRule, type RoleArgs, rulesOf } from "../../../../components/access/roles";

const written = ({ resourceType, pattern, resourceName, operation, provenBy }: AccessRule) =>
  `${operation} ${resourceType} ${pattern} ${resourceName} by ${provenBy}`;

const name = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);
const names = fc.option(fc.uniqueArray(name, { maxLength: 5 }), { nil: undefined });
const role: fc.Arbitrary<RoleArgs> = fc.record({
  produces: names,
  consumes: names,
  groups: names,
  transactionalIdPrefix: fc.option(name, { nil: undefined }),
  owns: names,
});

describe("the rules of an application", () => {
  it("are those of each thing that it says it does", () => {
    const clients = { produces: ["a", "b"], consumes: ["c"], groups: ["g"], transactionalIdPrefix: "t-" };
    assert.deepEqual(rulesOf({ ...clients, owns: ["o."] }).map(written), [
      "Write Topic Literal a by password",
      "Write Topic Literal b by password",
      "Read Topic Literal c by password",
      "Read Group Literal g by password",
      "Write TransactionalID Prefixed t- by password",
      "Create Topic Prefixed o. by certificate",
      "Alter Topic Prefixed o. by certificate",
      "AlterConfigs Topic Prefixed o. by certificate",
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

  it("name what the application names and nothing else", () => {
    fc.assert(
      fc.property(role, (args) => {
        const { produces = [], consumes = [], groups = [], transactionalIdPrefix, owns = [] } = args;
        const named = [...produces, ...consumes, ...groups, transactionalIdPrefix, ...owns];
        for (const { resourceType, resourceName, pattern, provenBy } of rulesOf(args)) {
          assert.ok(named.includes(resourceName));
          assert.equal(pattern === "Prefixed", resourceType === "TransactionalID" || provenBy === "certificate");
        }
      }),
    );
  });

  it("let an owner of topics make and change them, and neither read, write nor delete any", () => {
    fc.assert(
      fc.property(role, (args) => {
        const { owns = [] } = args;
        for (const rule of rulesOf(args)) {
          const { provenBy, resourceType, resourceName, operation } = rule;
          const changes = ["Create", "Alter", "AlterConfigs"].includes(operation);
          assert.equal(changes, provenBy === "certificate", written(rule));
          assert.ok(!changes || (resourceType === "Topic" && owns.includes(resourceName)), written(rule));
          assert.notEqual(operation as string, "Delete");
        }
      }),
    );
  });
});
