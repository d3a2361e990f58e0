import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { rules } from "../../policy/index";
import type { Rule } from "../../policy/lib/rule";
import { type Registration, unknown } from "../components/mocks";
import { judge } from "./judge";
import { worldOf } from "./mutations";
import { judgingOf, platforms } from "./worlds";

const policy = join(__dirname, "../../policy");
const docs = readFileSync(join(__dirname, "../../docs/policies.md"), "utf8");
const subjects: Readonly<Record<string, string>> = {
  ...{ access: "access", broker: "brokers", kubernetes: "kubernetes", platform: "platform", topic: "topics" },
};

const subjectOf = ({ name }: Rule): string => name.slice(0, name.indexOf("-"));

describe("the rules", () => {
  it("have names of their own", () => {
    assert.deepEqual(
      rules.map(({ name }) => name).filter((name, index, all) => all.indexOf(name) !== index),
      [],
    );
  });

  it("are the files of policy/policies, all of them", () => {
    const files = Object.values(subjects).flatMap((folder) =>
      readdirSync(join(policy, "policies"), { recursive: true })
        .map(String)
        .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(".ts")),
    );
    const expected = rules.map(
      (rule) => `${subjects[subjectOf(rule)]}/${rule.name.slice(subjectOf(rule).length + 1)}.ts`,
    );
    assert.deepEqual(expected.sort(), files.sort());
    const folders = readdirSync(join(policy, "policies"));
    assert.deepEqual(
      folders.filter((folder) => !Object.values(subjects).includes(folder)),
      [],
    );
  });

  for (const rule of rules) {
    const { name, must, why, fix, absolute, settings } = rule;
    describe(name, () => {
      it("is called by its subject and what it checks, and documented", () => {
        assert.match(name, /^[a-z]+(-[a-z0-9]+)+$/);
        assert.ok(Object.hasOwn(subjects, subjectOf(rule)), `${name} begins with no subject`);
        assert.ok(docs.includes(`\n### ${name}\n`));
      });

      it("speaks in sentences", () => {
        assert.match(must, /^[A-Z`][^\n]+[^.]\.$/);
        for (const text of [why, fix]) {
          assert.match(text, /^[A-Z`][^\n]+[^.\s]\.$/);
        }
        assert.doesNotMatch(`${must} ${why} ${fix}`, /\b(ensure|please|should)\b|!| {2}/i);
      });

      it("has a default and a description for each setting", () => {
        for (const [key, { schema }] of Object.entries(settings)) {
          assert.match(key, /^[a-z][A-Za-z]*$/);
          assert.match(schema.description, /^[A-Z].*[^.]$/);
          assert.notEqual(schema.default, undefined);
          assert.ok(schema.type !== undefined, `${key} has no type`);
        }
      });

      it("is excused by nothing where it is absolute", () => {
        if (absolute) {
          // Which pods are members, and whether their volumes outlive them, is no excuse for what they do.
          assert.deepEqual(
            Object.keys(settings).filter((key) => key !== "namespace" && key !== "retain"),
            [],
          );
        }
      });
    });
  }
});

describe("the configuration of an environment", () => {
  for (const file of readdirSync(join(policy, "environments"))) {
    it(`is about rules and settings that there are in ${file}`, () => {
      const config: Record<string, Record<string, unknown>> = JSON.parse(
        readFileSync(join(policy, "environments", file), "utf8"),
      );
      for (const [name, { enforcementLevel, ...values }] of Object.entries(config)) {
        const rule = rules.find((one) => one.name === name);
        assert.ok(rule, `${name} is no rule`);
        assert.equal(enforcementLevel, "mandatory");
        for (const [key, value] of Object.entries(values)) {
          assert.ok(Object.hasOwn(rule.settings, key), `${name} has no ${key}`);
          assert.notDeepEqual(value, rule.settings[key]?.schema.default, `${name}.${key} is the default`);
        }
      }
    });
  }

  it("of production relaxes nothing", () => {
    assert.equal(basename(join(policy, "environments", "prod.json")), "prod.json");
    assert.deepEqual(judgingOf("prod").config, {});
  });
});

// What a resource's inputs may come to, as far as a program can get them wrong.
const damaged = ({ inputs, ...resource }: Registration): readonly Registration[] => [
  ...[unknown, {}].map((whole) => ({ ...resource, inputs: whole })),
  ...Object.keys(inputs).flatMap((key) =>
    [unknown, null, "", 0, [], [unknown], {}].map((value) => ({ ...resource, inputs: { ...inputs, [key]: value } })),
  ),
];

describe("no rule fails", () => {
  for (const platform of Object.keys(platforms)) {
    it(`whatever is wrong with a resource of ${platform}`, async () => {
      const world = await worldOf(platform);
      // A stack has each of them damaged at once; alone, each is judged in turn.
      await judge([...world, ...world.flatMap(damaged)]);
      for (const whole of [unknown, {}]) {
        await judge(world.map((resource) => ({ ...resource, inputs: whole })));
      }
    });
  }
});
