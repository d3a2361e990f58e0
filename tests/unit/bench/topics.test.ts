import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Access } from "../../../bench/topics/access";
import { loop } from "../../../bench/topics/script";
import { configuration } from "../../../bench/topics/terraform";
import { parallelisms, terraformName, withBest } from "../../../bench/topics/terraforms";
import { topicSet, withTopics } from "../../../bench/topics/topic-set";
import { clusterFile, topicFile } from "../../../bench/topics/topicctl";
import { verdict } from "../../../bench/topics/verdict";
import { checkTopics } from "../../../catalog/topic";

const set = topicSet(2);
const access: Access = {
  addresses: ["10.0.0.1:31090", "10.0.0.2:31091"],
  files: { ca: "/t/ca.pem", cert: "/t/cert.pem", key: "/t/key.pem", combined: "/t/combined.pem" },
};

/** The topics that a text of catalog/topics.ts holds. */
function topicsIn(text: string): Record<string, Record<string, unknown>> {
  const script = text.replace(/^import .*$/gm, "").replace(/export const topics[^=]*=/, "return");
  const profile = (said: object) => said;
  return new Function("standard", "critical", "immutable", script)(profile, profile, profile);
}

describe("the topics of a benchmark", () => {
  const catalog = readFileSync(join(__dirname, "..", "..", "..", "catalog", "topics.ts"), "utf8");

  it("stand in the catalog beside those that it has", () => {
    const [before, after] = [topicsIn(catalog), topicsIn(withTopics(catalog, set))];
    assert.deepEqual(Object.keys(after), [...Object.keys(before), "bench-0", "bench-1"]);
  });

  it("keep their records for longer where one is to be changed", () => {
    const { "bench-0": one, "bench-1": other } = topicsIn(withTopics(catalog, set, "bench-1"));
    assert.deepEqual([one?.retention, other?.retention], ["7d", "8d"]);
  });

  it("are topics that the catalog takes", () => {
    const { "bench-0": said } = topicsIn(withTopics(catalog, set));
    assert.deepEqual(checkTopics({ "bench-0": { ...said, class: "standard" } }), []);
  });

  it("have every setting of the program's topics", () => {
    assert.deepEqual(set, {
      names: ["bench-0", "bench-1"],
      partitions: 1,
      replicationFactor: 3,
      config: {
        "cleanup.policy": "delete",
        "min.insync.replicas": "2",
        "retention.bytes": "-1",
        "retention.ms": "604800000",
        "unclean.leader.election.enable": "false",
      },
    });
  });

  it("are the same for Terraform, one resource each, and no key is in its files", () => {
    const { provider, resource, locals } = configuration(set, access, "4.2.0");
    const { for_each, name, ...rest } = resource.kafka_topic.topic;
    assert.deepEqual([locals.topics, for_each, name], [set.names, `\${toset(local.topics)}`, `\${each.value}`]);
    assert.deepEqual(rest, { partitions: 1, replication_factor: 3, config: set.config });
    assert.equal(provider.kafka.client_key, `\${file("/t/key.pem")}`);
  });

  it("are the same for topicctl", () => {
    const { meta, spec } = topicFile("bench-0", set);
    assert.deepEqual(spec, {
      partitions: 1,
      replicationFactor: 3,
      placement: { strategy: "any" },
      settings: set.config,
    });
    const cluster = clusterFile(access);
    assert.deepEqual(meta, { ...cluster.meta, name: "bench-0", cluster: cluster.meta.name });
  });

  it("are the same for the loop of commands", () => {
    const text = loop(set, "/kafka", "/t/administrator.properties");
    assert.match(text, /for topic in bench-0 bench-1; do/);
    assert.match(text, /--partitions 1 --replication-factor 3 /);
    for (const [key, value] of Object.entries(set.config)) {
      assert(text.includes(` --config ${key}=${value}`), key);
    }
  });
});

describe("Terraform's best", () => {
  it("is that of its parallelisms which took the shortest time, beside its default", () => {
    const times = {
      ours: 3,
      ...Object.fromEntries(parallelisms.map((each, index) => [terraformName(each), 9 - index])),
    };
    assert.deepEqual(withBest(times), { best: 200, seconds: { ours: 3, terraformDefault: 9, terraformBest: 7 } });
  });

  it("may be its default", () => {
    const times = Object.fromEntries(parallelisms.map((each, index) => [terraformName(each), index + 1]));
    assert.deepEqual(withBest(times), { best: 10, seconds: { terraformDefault: 1, terraformBest: 1 } });
  });
});

describe("the verdict on topics", () => {
  const medians = {
    previewUnchanged: { 10: 5, 100: 6, 1000: 10 },
    previewOneChange: { 10: 5, 100: 6, 1000: 20 },
    create: { 10: { ours: 8, script: 20 }, 1000: { ours: 30, terraformDefault: 90, terraformBest: 20, rawBatch: 1 } },
  };

  it("is that all is within its limit", () => {
    const { ratios, within } = verdict(medians);
    assert(within);
    assert.equal(ratios.previewUnchanged, 2);
    assert.equal(ratios.previewOneChange, 4);
    assert.equal(ratios.terraformBest, 1.5);
    assert.equal(ratios.create[10]?.script, 0.4);
    assert.equal(ratios.create[1000]?.rawBatch, 30);
  });

  for (const [title, wrong] of [
    ["an unchanged preview grows too much", { previewUnchanged: { 10: 5, 1000: 21 } }],
    ["a preview of one change does", { previewOneChange: { 10: 5, 1000: 21 } }],
    [
      "Terraform's default is too quick",
      { create: { 10: {}, 1000: { ours: 30, terraformDefault: 59, terraformBest: 20 } } },
    ],
    ["Terraform's best is", { create: { 10: {}, 1000: { ours: 30, terraformDefault: 90, terraformBest: 19 } } }],
    ["a figure is missing", { create: { 10: {}, 1000: { ours: 30, terraformDefault: 90 } } }],
  ] as const) {
    it(`is no longer that when ${title}`, () => {
      assert(!verdict({ ...medians, ...wrong }).within);
    });
  }
});
