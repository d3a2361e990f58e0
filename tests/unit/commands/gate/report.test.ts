import assert from "node:assert/strict";
import { markdownOf } from "../../../../commands/gate/markdown";
import type { Preview } from "../../../../commands/gate/preview";
import { exitCodeOf, isHarmless, reportOf } from "../../../../commands/gate/report";
import { brokers, setType, step, topic, topicType } from "./steps";

const quiet: Preview = { steps: [], verdicts: [], policies: 60, errors: [], isWhole: true };
const report = (
  change: Partial<Preview> | string,
  drift: Parameters<typeof reportOf>[0]["drift"] = [],
  more: Partial<Parameters<typeof reportOf>[0]> = {},
) =>
  reportOf({
    stack: "dev",
    preview: typeof change === "string" ? change : { ...quiet, ...change },
    drift,
    waivers: [],
    ...more,
  });

const harmless = [step("update", topicType, "call.events", { before: topic(), after: topic() })];
const violation = {
  policy: "topic-owner",
  mandatory: true,
  resource: "kafka:index/topic:Topic::a",
  message: "Found:\nx.",
};

describe("the report of a change", () => {
  it("is five lines where it is harmless, in two environments", () => {
    const text = markdownOf([report({ steps: harmless }), { ...report({ steps: harmless }), stack: "prod" }]);
    assert.equal(text.trimEnd().split("\n").length, 5);
    assert.match(
      text,
      /^## This change may be made\n- \*\*dev\*\*: 1 to change \(Topic call\.events\)\. No restart, no loss, no right taken\./,
    );
    assert.match(text, /Topics, users, rules and quotas are as the state says; what is in Kubernetes was not compared/);
  });

  it("names what is exempt where it is harmless too, in the same lines", () => {
    const message = "StatefulSet::kafka-brokers is exempt from kubernetes-images until 2027-05-31, says platform: so.";
    const text = markdownOf([report({ verdicts: [{ ...violation, mandatory: false, message }] })]);
    assert.match(
      text,
      /1 exemption \(StatefulSet::kafka-brokers is exempt from kubernetes-images until 2027-05-31\)\./,
    );
    assert.equal(text.trimEnd().split("\n").length, 3);
  });

  it("is refused for a policy, for an error, and for what no policy sees", () => {
    const gone = [step("delete", setType, "kafka-brokers", { before: brokers() })];
    for (const change of [{ verdicts: [violation] }, { errors: ["no"] }, { steps: gone }]) {
      const found = report(change);
      assert.equal(found.refused, true);
      assert.match(
        markdownOf([found]),
        /^## This change is refused, for dev\n[\s\S]*\*\*Why it is refused\*\*\n\n- \S/,
      );
    }
    assert.equal(report({ verdicts: [{ ...violation, mandatory: false }] }).refused, false);
  });

  it("names what restarts, what is lost, who is affected and what goes", () => {
    const steps = [
      step("update", setType, "kafka-brokers", { before: brokers(), after: brokers({ spec: { image: "kafka:2" } }) }),
      step("delete", topicType, "call.events", { before: topic() }),
      step("keep", "kafka-platform:access:Applications", "applications", {
        before: { applications: { orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] } } },
        after: {},
      }),
    ];
    const text = markdownOf([report({ steps })]);
    assert.match(text, /\*\*What is lost\*\*\n\n- \*\*call\.events\*\*: all its records/);
    assert.match(text, /\*\*What restarts, in this order\*\*\n\n- StatefulSet kafka: kafka-2, kafka-1, kafka-0/);
    assert.match(text, /\*\*Who is affected\*\*\n\n- orders \(shop\): reads call\.events by orders/);
    assert.match(text, /\*\*What is deleted\*\*\n\n- Topic call\.events/);
  });

  it("is not harmless where the cluster differs already, or nobody knows whether it does", () => {
    const drift = [{ kind: "topic", name: "a", state: "unknown", details: [] } as const];
    assert.ok(isHarmless(report({})));
    assert.ok(!isHarmless(report({}, drift)));
    assert.ok(!isHarmless(report({}, "no answer")));
    assert.match(markdownOf([report({}, drift)]), /- topic a is not in the state/);
    assert.match(markdownOf([report({}, "no answer")]), /is not known: no answer/);
  });

  it("is refused for a loss that nobody has agreed to, whatever the program's guard says", () => {
    const steps = [step("delete", topicType, "raw.events", { before: topic({ name: "raw.events" }) })];
    const refused = report({ steps });
    assert.equal(refused.refused, true);
    assert.match(markdownOf([refused]), /\*\*Topic raw\.events\*\* loses all its records, and nobody has agreed/);
    const waivers = [{ topic: "raw.events", allows: "removal" }] as const;
    const agreed = report({ steps }, [], { waivers });
    assert.equal(agreed.refused, false);
    assert.match(markdownOf([agreed]), /\*\*What is lost\*\*\n\n- \*\*raw\.events\*\*: all its records/);
  });

  it("names what changes for clients, and from whom something is taken, and is not harmless then", () => {
    const applications = { orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] } };
    const apps = step("keep", "kafka-platform:access:Applications", "applications", {
      ...{ before: { applications }, after: { applications } },
    });
    const config = { ...(topic().config as object), "compression.type": "zstd" };
    const acl = { aclPrincipal: "User:orders", aclOperation: "Read", aclResourceName: "call.events" };
    const compressed = report({
      steps: [apps, step("update", topicType, "call.events", { before: topic(), after: topic({ config }) })],
    });
    assert.match(
      markdownOf([compressed]),
      /\*\*What changes for clients\*\*\n\n- .*: compression\.type producer → zstd/,
    );
    const taken = report({ steps: [apps, step("delete", "kafka:index/acl:Acl", "x", { before: acl })] });
    assert.match(markdownOf([taken]), /\*\*Who is affected\*\*\n\n- orders \(shop\): may no longer Read/);
    const imported = report({ steps: [step("import", topicType, "x", { after: topic() })] });
    assert.match(markdownOf([imported]), /1 to take over \(Topic x\)/);
    assert.deepEqual([compressed, taken, imported].map(isHarmless), [false, false, false]);
  });

  it("says of what leaves the program that it is left in the cluster, where it is", () => {
    const gone = step("delete", topicType, "call.events", { before: topic() });
    const { changes } = report({ steps: [{ ...gone, before: { ...gone.before, retained: true } } as typeof gone] });
    assert.deepEqual(changes?.delete, ["Topic call.events (left in the cluster)"]);
  });

  it("says what was left by an earlier replacement, and that nothing else is deleted", () => {
    const leftovers = [{ urn: "urn:pulumi:dev::p::n::old", type: "kubernetes:core/v1:Namespace" } as never];
    const { changes, refused } = report({ leftovers });
    assert.deepEqual(changes?.delete, ["Namespace old (left by an earlier replacement)"]);
    assert.equal(refused, false);
  });

  it("takes nothing in values for Markdown or HTML", () => {
    const message = 'entityName is "<default>", *not* a_b_c `x` [y](z)\nand more';
    const text = markdownOf([report({ verdicts: [{ ...violation, message }] })]);
    assert.ok(text.includes('entityName is "\\<default\\>", \\*not\\* a\\_b\\_c \\`x\\` \\[y\\](z) and more'), text);
    const fenced = markdownOf([report({ errors: ["a\n```\n# b"] })]);
    assert.match(fenced, /- ````text\n {2}a\n {2}```\n {2}# b\n {2}````/);
  });

  it("names the files that judge the change and are changed by it", () => {
    const text = markdownOf([report({}, [], { judges: ["policy/index.ts"] })]);
    assert.match(text, /^## .*\nThis change was judged by files of its own, so read them: policy\/index\.ts\.\n/);
  });

  it("counts no root of the stack among the changes", () => {
    const root = step("update", "pulumi:pulumi:Stack", "kafka-platform-dev", { before: {}, after: {} });
    assert.deepEqual(report({ steps: [root] }).changes, {
      ...{ create: [], import: [], update: [], replace: [], delete: [] },
    });
  });
});

describe("the report of a change of which not everything is known", () => {
  const state = (config: object = {}) => {
    const resource = (type: string, inputs: object) => ({ urn: `urn:pulumi:dev::p::${type}::x`, type, inputs });
    return {
      deployment: {
        resources: [
          resource(topicType, topic({ config: { ...(topic().config as object), ...config } })),
          resource("kafka-platform:topics:Topics", { topics: { "call.events": { keyed: true, class: "critical" } } }),
          resource("kafka-platform:access:Applications", {
            applications: { orders: { owner: "shop", consumes: ["call.events"], groups: ["orders"] } },
          }),
          resource("kafka:index/userScramCredential:UserScramCredential", { username: "orders", scramIterations: 1 }),
          resource("kafka:index/userScramCredential:UserScramCredential", { username: "raw", scramIterations: 1 }),
        ],
      },
    };
  };
  const cut = { errors: ["The program says no."], isWhole: false };

  it("says that the program stopped, and nothing of changes, disks and policies, in JSON too", () => {
    const found = report({ ...cut, steps: harmless });
    const text = markdownOf([found]);
    assert.match(text, /What it would change is not known: the program stopped\. Topics, users/);
    assert.doesNotMatch(text, /Nothing changes|policies|disks/);
    const { changes, disks, policies, restarts, notKnown } = JSON.parse(JSON.stringify(found));
    assert.deepEqual([changes, disks, policies, restarts], [undefined, undefined, undefined, undefined]);
    assert.deepEqual(notKnown, ["What it would change is not known: the program stopped."]);
  });

  it("has what topics lose and who uses them, by the state and the catalog", () => {
    const found = report(cut, [], { stored: { state: state(), catalog: { topics: {}, applications: {} } } });
    assert.deepEqual(found.losses, [
      { topic: "call.events", what: "all its records", harm: "removal", isAllowed: false },
    ]);
    assert.deepEqual(found.readers, [
      { who: "orders (shop)", how: "reads call.events by orders" },
      { who: "orders (shop)", how: "the password of orders does not work any more" },
    ]);
  });

  it("says a loss once that the preview has come to, though not to what it is for", () => {
    const steps = [step("replace", topicType, "call.events", { before: topic() })];
    const args = {
      partitions: 12,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      cleanupPolicy: "delete",
      retention: "7d",
    };
    const catalog = { topics: { "call.events": args as never }, applications: {} };
    const stopped = report({ ...cut, steps }, [], { stored: { state: state(), catalog } });
    assert.deepEqual(
      stopped.losses.map(({ what, harm }) => `${what}, ${harm}`),
      ["all its records (partitions 24 → 12), recreation"],
    );
  });

  it("asks no catalog that has mistakes", () => {
    const topics = { "call.events": { retention: "a week", cleanupPolicy: "delete", minInsyncReplicas: 2 } as never };
    const found = report(cut, [], { stored: { state: state(), catalog: { topics, applications: {} } } });
    assert.deepEqual(found.losses, []);
  });

  it("is not that it may be made, with its exit code, and names the stack", () => {
    const [fine, open, refused] = [report({}), report({}, "no answer"), report({ errors: ["no"] })];
    const named = (one: typeof fine, stack: string) => ({ ...one, stack });
    const titles = (...reports: (typeof fine)[]) => [markdownOf(reports).split("\n")[0], exitCodeOf(reports)];
    assert.deepEqual(titles(fine), ["## This change may be made", 0]);
    assert.deepEqual(titles(fine, named(open, "prod")), [
      "## Whether this change may be made is not known, for prod",
      2,
    ]);
    assert.deepEqual(titles(refused, named(open, "prod")), [
      "## This change is refused, for dev; whether it may be made is not known, for prod",
      1,
    ]);
  });

  it("says of a stack why there is no preview, and all there is of the others", () => {
    const reports = [report({}), { ...report("pulumi preview fell over"), stack: "prod" }];
    const text = markdownOf(reports);
    assert.match(text, /### prod: not known\n\n.*the program stopped\. pulumi preview fell over/);
    assert.match(text, /- \*\*dev\*\*: Nothing changes/);
    assert.equal(exitCodeOf(reports), 2);
  });
});
