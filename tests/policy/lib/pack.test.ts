import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { rules } from "../../../policy/index";
import { policiesOf } from "../../../policy/lib/pack";
import { type Rule, resourceRule, setting, stackRule } from "../../../policy/lib/rule";
import { unknown } from "../../components/mocks";
import { type Judging, judge, urnOf } from "../judge";
import { resourceOf } from "../mutations";

const words = { must: "It is right.", why: "It would be wrong.", fix: "Make it right." };
const [one, two, other] = [
  resourceOf("a:b:C", "one", { value: 1 }),
  resourceOf("a:b:C", "two", { value: unknown }),
  resourceOf("a:b:D", "other", { value: 3 }),
];
const alone = (of: string | RegExp): Rule =>
  resourceRule({
    ...{ ...words, name: "topic-alone", of },
    settings: { most: setting(0, "The most", { type: "number" }) },
    judge: ({ props: { value } }, { most }) =>
      typeof value === "number" && value <= most ? [] : [`value is more than ${most}`, "it is too much"],
  });
const together: Rule = stackRule({
  ...{ ...words, name: "topic-together" },
  judge: (resources) =>
    resources.flatMap((resource) => [
      { found: `${resource.name} is here`, urn: resource.urn },
      { found: "it is not alone", urn: resource.urn },
    ]),
});
const said = async (rule: Rule, judging: Omit<Judging, "rules"> = {}) =>
  (await judge([one, two, other], { ...judging, rules: [rule] })).map(({ resource, message }) => [resource, message]);

const tail = "It would be wrong. Make it right. (docs/policies.md#topic-";

describe("a pack", () => {
  it("has a policy for each rule, which stops an update, and two for exemptions", () => {
    const policies = policiesOf({ rules, exemptions: [] });
    assert.deepEqual(
      policies.map(({ name }) => name),
      [...rules.map(({ name }) => name), "exemptions-in-force", "exemptions-over"],
    );
    assert.ok(policies.slice(0, -2).every(({ enforcementLevel }) => enforcementLevel === "mandatory"));
  });

  it("says of each resource in one message all that was found, why, and what to do", async () => {
    assert.deepEqual(await said(alone("a:b:C")), [
      ["a:b:C::one", `Found: value is more than 0; it is too much. ${tail}alone)`],
      ["a:b:C::two", `Found: value is more than 0; it is too much. ${tail}alone)`],
    ]);
    assert.deepEqual(await said(together), [
      ["a:b:C::one", `Found: one is here; it is not alone. ${tail}together)`],
      ["a:b:C::two", `Found: two is here; it is not alone. ${tail}together)`],
      ["a:b:D::other", `Found: other is here; it is not alone. ${tail}together)`],
    ]);
  });

  it("asks a rule for the types that it is about", async () => {
    const types = async (of: string | RegExp) => (await said(alone(of))).map(([resource]) => resource);
    assert.deepEqual(await types("a:b:D"), ["a:b:D::other"]);
    assert.deepEqual(await types("a:b"), []);
    assert.deepEqual(await types(/^a:b:/), ["a:b:C::one", "a:b:C::two", "a:b:D::other"]);
    // Pulumi's host leaves out what another type has by this mark, which must not get lost.
    const markOf = (of: string | RegExp) => {
      const [policy] = policiesOf({ rules: [alone(of)], exemptions: [] });
      return ((policy as ResourceValidationPolicy).validateResource as { __pulumiType?: string }).__pulumiType;
    };
    assert.equal(markOf("a:b:C"), "a:b:C");
    assert.equal(markOf(/^a:b:/), undefined);
  });

  it("asks by the values that are configured, or else by the defaults", async () => {
    const found = async (config: Judging["config"]) =>
      (await said(alone("a:b:D"), config === undefined ? {} : { config })).map(([, message]) => message?.slice(0, 29));
    assert.deepEqual(await found({ "topic-alone": { most: 2 } }), ["Found: value is more than 2; "]);
    assert.deepEqual(await found({ "topic-alone": { most: 3 } }), []);
    assert.deepEqual(await found({ "topic-alone": {} }), ["Found: value is more than 0; "]);
    assert.deepEqual(await found({ "topic-together": { most: 3 } }), ["Found: value is more than 0; "]);
  });

  it("says nothing of what is exempt, and all else", async () => {
    const exemption = { owner: "a", reason: "It is.", expires: "2026-12-31", resource: "a:b:C::one" };
    const excused = async (rule: Rule, now: string) =>
      (await said(rule, { exemptions: [{ ...exemption, policy: rule.name }], now: new Date(now) }))
        .filter(([, message]) => message?.startsWith("Found: "))
        .map(([resource]) => resource);
    assert.deepEqual(await excused(alone("a:b:C"), "2026-12-31"), ["a:b:C::two"]);
    assert.deepEqual(await excused(together, "2026-12-31"), ["a:b:C::two", "a:b:D::other"]);
    assert.deepEqual(await excused(alone("a:b:C"), "2027-01-01"), ["a:b:C::one", "a:b:C::two"]);
  });

  it("tells Pulumi of each setting its default and what it is", () => {
    const [policy] = policiesOf({ rules: [alone("a:b:C")], exemptions: [] });
    assert.deepEqual(policy?.configSchema, {
      properties: { most: { type: "number", description: "The most", default: 0 } },
    });
    assert.equal(policiesOf({ rules: [together], exemptions: [] })[0]?.configSchema, undefined);
    assert.equal(urnOf(one), "urn:pulumi:test::kafka-platform::a:b:C::one");
  });
});
