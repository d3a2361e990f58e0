import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../../policy/index";
import { type Exemption, isExempt, readExemptions } from "../../../policy/lib/exemptions";
import { resourceRule, stackRule } from "../../../policy/lib/rule";
import { judge } from "../judge";
import { resourceOf, setting, worldOf } from "../mutations";

const exemption: Exemption = {
  policy: "topic-retention",
  resource: "kafka:index/topic:Topic::call.events",
  stack: "test",
  owner: "voicecore",
  reason: "The regulator has asked for more.",
  expires: "2026-12-31",
};
const on = (day: string): Date => new Date(`${day}T12:00:00Z`);

const folder = mkdtempSync(join(tmpdir(), "exemptions-"));
const file = join(folder, "exemptions.json");
const read = (text: string) => {
  writeFileSync(file, text);
  return readExemptions(file, rules);
};
const mistakes = (...entries: readonly unknown[]): readonly string[] => {
  try {
    read(JSON.stringify(entries));
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split("\n");
    assert.equal(head, `${file} has mistakes, so nothing was judged:`);
    return lines.map((line) => line.trim());
  }
  return [];
};

describe("the file of exemptions", () => {
  after(() => rmSync(folder, { recursive: true }));

  it("is read where it has no mistake", () => {
    const { stack: _, ...everywhere } = exemption;
    assert.deepEqual(read("[]"), []);
    assert.deepEqual(read(JSON.stringify([exemption, everywhere])), [exemption, everywhere]);
  });

  it("of this repository has no mistake", () => {
    assert.ok(Array.isArray(readExemptions(join(__dirname, "../../../policy/exemptions.json"), rules)));
  });

  it("is a list, in JSON", () => {
    assert.throws(() => readExemptions(join(folder, "none.json"), rules), /must be a file of JSON, but: ENOENT.*\[\]/);
    assert.throws(() => read("[{]"), /must be a file of JSON, but: .+ Write \[\] where nothing is exempt\./s);
    assert.throws(() => read(""), /must be a file of JSON/);
    for (const text of ["{}", "null", '"[]"', "7"]) {
      assert.throws(
        () => read(text),
        new RegExp(`must be a list, but is ${text.replace(/[[\]{}]/g, "\\$&")}\\. Write`),
      );
    }
  });

  const wrong: readonly (readonly [keyof Exemption, readonly unknown[], RegExp])[] = [
    [
      "policy",
      [undefined, "", "topic-retentions", "Topic-Retention", 7, null],
      /name of a rule that can be excused.*the report/,
    ],
    ["policy", ["topic-replication-factor", "topic-min-insync-replicas"], /can be excused.*never excused/],
    ["policy", ["exemptions-over", "exemptions-in-force", "all"], /can be excused/],
    [
      "resource",
      [
        undefined,
        "",
        "call.events",
        "*",
        "kafka:index/topic:Topic",
        "kafka:index/topic:Topic::",
        "Topic::call.events",
        [],
      ],
      /one resource by its type and name.*kubernetes:apps\/v1:StatefulSet::kafka-brokers/,
    ],
    ["resource", ["kafka:index/topic:Topic::*", "kafka:index/topic:Topic::call.*", "*::call.events"], /one resource/],
    ["stack", ["", "*", "a b", "a/b", null, 7, ["test"]], /name of a stack.*pulumi stack ls/],
    ["owner", [undefined, "", "Voice Core", "voicecore-", "@voicecore", null], /who answers for it.*team/],
    ["reason", [undefined, "", "  ", "…", null, 7], /must say why.*sentence/],
    [
      "expires",
      [undefined, "", "never", "2026-12", "31.12.2026", "2026-02-30", "2026-13-01", null],
      /must be a day.*2026-12-31/,
    ],
    ["expires", ["2030-01-01", "9999-12-31", "2126-12-31"], /a year ahead at most.*for longer, change in the rule/],
    ["expires", ["2026-12-31T00:00:00Z", "2026-1-1", " 2026-12-31", 20261231], /must be a day/],
  ];
  for (const [field, list, words] of wrong) {
    for (const value of list) {
      it(`has a mistake where ${field} is ${JSON.stringify(value) ?? "absent"}`, () => {
        const [line, ...others] = mistakes(exemption, { ...exemption, [field]: value });
        assert.deepEqual(others, []);
        assert.ok(line?.startsWith(`[1].${field} must `), line);
        assert.ok(line?.includes(`, but is ${JSON.stringify(value) ?? "absent"}. `), line);
        assert.match(line ?? "", words);
      });
    }
  }

  it("has a mistake in what is no exemption, and in what an exemption has not", () => {
    for (const entry of [null, 7, "topic-retention", [], [exemption], true]) {
      const names = "policy, resource, stack, owner, reason, expires";
      assert.deepEqual(mistakes(entry), [`[0] must be a map, but is ${JSON.stringify(entry)}. Write in it ${names}.`]);
    }
    for (const key of ["expiry", "policies", "constructor", "toString", "Owner"]) {
      assert.match(
        mistakes({ ...exemption, [key]: "x" }).join(),
        new RegExp(`^\\[0\\]\\.${key} is nothing that an .+ Remove it`),
      );
    }
    assert.match(
      mistakes(JSON.parse('{"__proto__": {"policy": "topic-retention"}}')).join("\n"),
      /\[0\]\.__proto__ is nothing/,
    );
  });

  it("tells all of its mistakes at once", () => {
    const lines = mistakes({}, exemption, { ...exemption, policy: "x", expires: "x", more: 1 }, "x");
    assert.deepEqual(
      lines.map((line) => line.split(" ")[0]),
      [
        ...["[0].policy", "[0].resource", "[0].owner", "[0].reason", "[0].expires"],
        ...["[2].more", "[2].policy", "[2].expires", "[3]"],
      ],
    );
  });
});

describe("an exemption", () => {
  const urn = "urn:pulumi:test::orders::kafka-platform:topics:Topics$kafka:index/topic:Topic::call.events";
  const now = on("2026-06-01");
  const excuses = (change: Partial<Exemption>, of = urn, at = now) =>
    isExempt([{ ...exemption, ...change }], "topic-retention", of, at);

  it("excuses one rule for one resource, in any component", () => {
    assert.ok(excuses({}));
    assert.ok(excuses({}, "urn:pulumi:test::orders::kafka:index/topic:Topic::call.events"));
    assert.ok(!excuses({ policy: "topic-partitions" }));
    assert.ok(!excuses({}, `${urn}.v2`));
    assert.ok(!excuses({}, urn.replace("call.events", "crm.updates")));
    assert.ok(!excuses({}, urn.replace("kafka:index/topic:Topic", "kafka:index/acl:Acl")));
    // A component's type is none of the resource's.
    assert.ok(!excuses({ resource: "kafka-platform:topics:Topics::call.events" }));
  });

  it("excuses resources whose names have colons", () => {
    assert.ok(
      excuses(
        { resource: "kafka:index/acl:Acl::User::orders" },
        "urn:pulumi:test::p::kafka:index/acl:Acl::User::orders",
      ),
    );
    assert.ok(
      !excuses({ resource: "kafka:index/acl:Acl::User" }, "urn:pulumi:test::p::kafka:index/acl:Acl::User::orders"),
    );
  });

  it("excuses in its stack, or in every one", () => {
    assert.ok(!excuses({ stack: "prod" }));
    assert.ok(!excuses({}, urn.replace("pulumi:test", "pulumi:test2")));
    const { stack: _, ...everywhere } = exemption;
    for (const stack of ["test", "prod"]) {
      assert.ok(isExempt([everywhere], "topic-retention", urn.replace("pulumi:test", `pulumi:${stack}`), now));
    }
  });

  it("excuses until the end of its last day", () => {
    assert.ok(excuses({}, urn, new Date("2026-12-31T23:59:59Z")));
    assert.ok(!excuses({}, urn, new Date("2027-01-01T00:00:00Z")));
  });
});

describe("exemptions in a run", () => {
  const tooLong = async () =>
    (await worldOf("dev")).map((one) =>
      one.name === "call.events" ? setting("config[retention.ms]", "-1")(one) : one,
    );
  const policies = ["topic-retention", "exemptions-in-force", "exemptions-over"];
  const run = async (exemptions: readonly Exemption[], day = "2026-06-01", resources = tooLong()) =>
    (await judge(await resources, { exemptions, now: on(day) }))
      .filter(({ policy }) => policies.includes(policy))
      .map(({ policy, level, resource, message }) => ({ said: [policy, level, resource].join(" "), message }));
  const said = async (...args: Parameters<typeof run>) => (await run(...args)).map((one) => one.said);
  const topic = exemption.resource;

  it("are listed while they hold, whether the rule is broken or not", async () => {
    assert.deepEqual(await said([]), [`topic-retention mandatory ${topic}`]);
    const [only, ...others] = await run([exemption]);
    assert.deepEqual(others, []);
    assert.equal(only?.said, `exemptions-in-force advisory ${topic}`);
    assert.equal(
      only?.message,
      `${topic} is exempt from topic-retention until 2026-12-31, says voicecore: The regulator has asked for more..`,
    );
    assert.deepEqual(await said([exemption], "2026-06-01", worldOf("dev") as never), [
      `exemptions-in-force advisory ${topic}`,
    ]);
  });

  it("are refused when they are over, and excuse nothing", async () => {
    assert.deepEqual(await said([exemption], "2027-01-01"), [
      `topic-retention mandatory ${topic}`,
      `exemptions-over mandatory ${topic}`,
    ]);
    const over = (await run([exemption], "2027-01-01"))[1]?.message;
    assert.match(
      `${over}`,
      /until 2026-12-31, says voicecore: .+ That is over: keep to the rule, and take the exemption/,
    );
  });

  it("are refused when they are over, though nobody makes the resource any more", async () => {
    const gone = { ...exemption, resource: "kafka:index/topic:Topic::orders" };
    const fine = worldOf("dev") as never;
    assert.deepEqual(await said([gone], "2027-01-01", fine), ["exemptions-over mandatory "]);
    assert.deepEqual(await said([{ ...gone, stack: "prod" }], "2027-01-01", fine), []);
    assert.deepEqual(await said([gone], "2026-06-01", fine), []);
  });

  it("say nothing in another stack", async () => {
    assert.deepEqual(await said([{ ...exemption, stack: "prod" }]), [`topic-retention mandatory ${topic}`]);
    assert.deepEqual(await said([{ ...exemption, stack: "prod" }], "2027-01-01"), [
      `topic-retention mandatory ${topic}`,
    ]);
    assert.deepEqual(await said([{ ...exemption, resource: "kafka:index/topic:Topic::orders" }]), [
      `topic-retention mandatory ${topic}`,
    ]);
  });

  it("excuse no rule that is absolute, whoever lets them in", async () => {
    const of = { must: "It is right.", why: "It is.", fix: "Do it.", absolute: true };
    const urn = "urn:pulumi:test::kafka-platform::a:b:C::d";
    const absolute = [
      resourceRule({ ...of, name: "topic-a", of: "a:b:C", judge: () => ["it"] }),
      stackRule({ ...of, name: "topic-b", judge: () => [{ found: "it", urn }] }),
    ];
    const exemptions = absolute.map(({ name }) => ({ ...exemption, policy: name, resource: "a:b:C::d" }));
    const violations = await judge([resourceOf("a:b:C", "d", {})], {
      rules: absolute,
      exemptions,
      now: on("2026-06-01"),
    });
    assert.deepEqual(
      violations.filter(({ level }) => level === "mandatory").map(({ policy }) => policy),
      ["topic-a", "topic-b"],
    );
  });
});
