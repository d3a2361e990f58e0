import assert from "node:assert/strict";
import fc from "fast-check";
import { checkTopics } from "../../../catalog/topic";
import { topics } from "../../../catalog/topics";
import { SPECIFIED_TOPICS } from "../../support/specified";

const good = topics["call.events"];
const mistakesOf = (name: string, change: Record<string, unknown> = {}) =>
  checkTopics({ [name]: { ...good, ...change } }).map(({ path, rule }) => `${path} ${rule}`);

describe("the catalog of topics", () => {
  it("holds the nine topics with the partitions that they were asked to have", () => {
    const partitionsOf = Object.entries(topics).map(([name, { partitions }]) => [name, partitions]);
    assert.deepEqual(Object.fromEntries(partitionsOf), SPECIFIED_TOPICS);
  });

  it("gives every topic three replicas, two of which acknowledge", () => {
    for (const [name, { replicationFactor, minInsyncReplicas }] of Object.entries(topics)) {
      assert.deepEqual([replicationFactor, minInsyncReplicas], [3, 2], name);
    }
  });

  it("compacts billing.transactions and keeps them for 30 days", () => {
    const { cleanupPolicy, retention } = topics["billing.transactions"] ?? {};
    assert.deepEqual([cleanupPolicy, retention], ["compact,delete", "30d"]);
  });

  it("never erases a record of security.audit, be it by age, by a newer one or by a tombstone", () => {
    const { cleanupPolicy, retention, config } = topics["security.audit"] ?? {};
    assert.deepEqual([cleanupPolicy, retention], ["compact", "forever"]);
    assert.deepEqual(config, {
      "min.compaction.lag.ms": String(2n ** 63n - 1n),
      "message.timestamp.type": "LogAppendTime",
    });
  });

  it("holds no mistake", () => {
    assert.deepEqual(checkTopics(topics), []);
  });
});

describe("checkTopics", () => {
  const at = 'catalog/topics.ts: topics["a.b"]';

  it("refuses every count that would lose records or cannot be had", () => {
    for (const partitions of [0, -1, 1.5, "12", undefined]) {
      assert.deepEqual(mistakesOf("a.b", { partitions }), [`${at}.partitions must be a whole number from 1 to 1000`]);
    }
    for (const replicationFactor of [-1, 1, 2, 4, undefined]) {
      assert.deepEqual(mistakesOf("a.b", { replicationFactor }), [
        `${at}.replicationFactor must be 3, one replica on each broker`,
      ]);
    }
    for (const minInsyncReplicas of [0, 1, 3, undefined]) {
      assert.deepEqual(mistakesOf("a.b", { minInsyncReplicas }), [
        `${at}.minInsyncReplicas must be 2, at least two copies and one fewer than the replicas`,
      ]);
    }
  });

  it("refuses a retention that is no time, and settings that say a field's matter again", () => {
    assert.deepEqual(mistakesOf("a.b", { retention: "a week", config: { "retention.ms": "1" } }), [
      `${at}.retention must be a length of time such as 7d, or "forever"`,
      `${at}.config["retention.ms"] must not repeat what the topic says in a field of its own`,
    ]);
  });

  it("keeps every setting that decides about loss out of the further ones", () => {
    const remedies = (key: string) =>
      checkTopics({ "a.b": { ...good, config: { [key]: "1" } } as never }).map(
        ({ rule, remedy }) => `${rule}. ${remedy}`,
      );
    const repeats = "must not repeat what the topic says in a field of its own. Use";
    assert.deepEqual(remedies("cleanup.policy"), [`${repeats} cleanupPolicy`]);
    assert.deepEqual(remedies("min.insync.replicas"), [`${repeats} minInsyncReplicas`]);
    assert.deepEqual(remedies("retention.ms"), [`${repeats} retention`]);
    assert.deepEqual(remedies("retention.bytes"), [`${repeats} retentionBytes`]);
    assert.deepEqual(remedies("unclean.leader.election.enable"), [
      "must not be set for one topic: it is false for all, so that no leader lacks acknowledged records. Remove it",
    ]);
  });

  it("refuses a further setting that Kafka does not have, and names the one that was meant", () => {
    const of = (key: string) => {
      const [mistake, ...more] = checkTopics({ "a.b": { ...good, config: { [key]: "1" } } as never });
      assert.equal(more.length, 0);
      assert.equal(mistake?.path, `${at}.config[${JSON.stringify(key)}]`.replace('["colour"]', ".colour"));
      assert.equal(mistake?.rule, "is no topic setting of Kafka 4.2 that the platform knows");
      return mistake?.remedy ?? "";
    };
    assert.equal(of("segment.byte"), "Write segment.bytes");
    assert.equal(of("retention.m"), "Use retention, which is retention.ms");
    assert.match(of("unclean.leader.election.enabled"), /^Remove it, or use one of compression\.gzip\.level, /);
    assert.match(of("colour"), /^Remove it, or use one of .*, segment\.ms$/);
    assert.match(of("remote.storage.enable"), /^Remove it/);
    assert.deepEqual(mistakesOf("a.b", { config: { "segment.ms": "1", preallocate: "true" } }), []);
  });

  it("refuses values that Kafka would not take, units among them", () => {
    const of = (config: Record<string, string>) => mistakesOf("a.b", { config });
    assert.deepEqual(of({ "delete.retention.ms": "1d", preallocate: "yes", "message.timestamp.type": "Now" }), [
      `${at}.config["delete.retention.ms"] must be a whole number from 0 to 9223372036854775807, in the unit that the setting's name says`,
      `${at}.config.preallocate must be true or false`,
      `${at}.config["message.timestamp.type"] must be CreateTime or LogAppendTime`,
    ]);
    assert.deepEqual(of({ "compression.type": "brotli", "min.cleanable.dirty.ratio": "2" }).length, 2);
    assert.deepEqual(of({ "leader.replication.throttled.replicas": "all" }).length, 1);
    assert.deepEqual(
      of({
        "segment.ms": "1",
        "compression.type": "zstd",
        "min.cleanable.dirty.ratio": "0.5",
        "leader.replication.throttled.replicas": "0:1,1:2",
        "follower.replication.throttled.replicas": "*",
      }),
      [],
    );
  });

  it("refuses numbers that Kafka would not take", () => {
    for (const [key, ...wrong] of [
      ["segment.bytes", "-1", "1048575", "2147483648"],
      ["max.message.bytes", "-1", "9999999999999999999"],
      ["compression.gzip.level", "-2", "10"],
      ["compression.lz4.level", "0", "18"],
      ["max.compaction.lag.ms", "0"],
      ["segment.ms", "0"],
      ["flush.messages", "0"],
    ] as const) {
      for (const value of wrong) {
        assert.match(mistakesOf("a.b", { config: { [key]: value } }).join(), /must be a whole number from /, key);
      }
    }
    const right = { "segment.bytes": "1048576", "compression.zstd.level": "-1", "compression.gzip.level": "-1" };
    assert.deepEqual(mistakesOf("a.b", { config: { ...right, "max.message.bytes": "2147483647" } }), []);
  });

  it("refuses a compaction that has to wait for longer than it may", () => {
    const of = (least: string, most: string) =>
      mistakesOf("a.b", { config: { "min.compaction.lag.ms": least, "max.compaction.lag.ms": most } });
    assert.deepEqual(of("2", "1"), [`${at}.config must have no min.compaction.lag.ms above max.compaction.lag.ms`]);
    assert.deepEqual(of("1", "1"), []);
  });

  it("refuses names that are the platform's own, to Kafka's metrics too", () => {
    for (const name of ["platform.postflight", "platform_postflight", "platform_x"]) {
      assert.deepEqual(mistakesOf(name), [
        `catalog/topics.ts: topics["${name}"] must not begin with platform. or platform_, which are the platform's own`,
      ]);
    }
  });

  it("takes a size from which old records go, and refuses what is none", () => {
    assert.deepEqual(mistakesOf("a.b", { retentionBytes: "40Gi" }), []);
    assert.deepEqual(mistakesOf("a.b", { retentionBytes: "-1" }), [
      `${at}.retentionBytes must be a size in binary units, such as 512Mi or 40Gi`,
    ]);
    assert.deepEqual(mistakesOf("a.b", { retentionBytes: "8192Ti" }), [`${at}.retentionBytes must be at most 8191Ti`]);
  });

  it("refuses a retention that nobody means", () => {
    assert.deepEqual(mistakesOf("a.b", { retention: "36525d" }), []);
    assert.deepEqual(mistakesOf("a.b", { retention: "36526d" }), [`${at}.retention must be at most 100 years`]);
    assert.deepEqual(mistakesOf("a.b", { retention: "999999999999999999999d" }), [
      `${at}.retention must be at most 100 years`,
    ]);
  });

  it("refuses a field that it does not know", () => {
    assert.deepEqual(mistakesOf("a.b", { partition: 3 }), [`${at}.partition is not a setting`]);
  });

  it("takes exactly the names that Kafka takes, but for its own internal ones", () => {
    const legal = fc.stringMatching(/^[a-zA-Z0-9._-]{1,249}$/).filter((name) => !/^(\.{1,2}$|__)/.test(name));
    fc.assert(fc.property(legal, (name) => assert.deepEqual(mistakesOf(name), [])));
    for (const name of ["", ".", "..", "a b", "é", "a/b", "__consumer_offsets", "x".repeat(250)]) {
      assert.equal(mistakesOf(name).length, 1, name);
    }
  });

  it("refuses two names that are one in Kafka's metrics", () => {
    assert.deepEqual(
      checkTopics({ "a.b": good, a_b: good }).map(({ path, rule }) => `${path} ${rule}`),
      ['catalog/topics.ts: topics["a_b"] must differ from topics["a.b"] in more than dots and underscores'],
    );
  });
});
