import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeBrokerProperty } from "../../../config/broker-properties";
import { dev, mistakesOf, settingsOf } from "./stack-file";

const free = {
  "log.cleaner.threads": 2,
  "delete.topic.enable": false,
  "log.flush.interval.messages": 10_000,
  "group.initial.rebalance.delay.ms": 0,
  "offsets.retention.minutes": 43_200,
  "replica.lag.time.max.ms": 15_000,
  "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
  "message.max.bytes": "2000000",
};

describe("further properties of brokers", () => {
  it("pass as they are where they weaken nothing", () => {
    assert.deepEqual(settingsOf(dev({ kafka: { properties: free } })).kafka.properties, free);
  });

  it("are refused one by one, with the reason of each", () => {
    const properties = {
      ...free,
      "min.insync.replicas": 1,
      "super.users": "User:ANONYMOUS",
      "process.roles": "broker",
      "num.io.threads": 9,
      "transaction.partition.verification.enable": false,
      "log.retention.bytes": 1024,
      "offsets.retention.minutes": 60,
      "replica.lag.time.max.ms": 3_600_000,
      "controlled.shutdown.enable": false,
      "remote.log.storage.system.enable": true,
      "log.cleaner.threads": null,
      "num.partitions ": 1,
    };
    const secure = "decides who gets in: the platform's listeners and certificates do";
    assert.deepEqual(
      mistakesOf(dev({ kafka: { properties } })).sort(),
      [
        'controlled.shutdown.enable"]: must not be a property of how a broker stops: it always hands over first, or each roll would cut clients off; found false',
        'log.cleaner.threads"]: must be a text, a number, true or false; found null',
        "log.retention.bytes\"]: must not be a property that decides for all topics, Kafka's own too, when records go; found 1024",
        'min.insync.replicas"]: must not be a property on which acknowledged records depend: the platform sets it itself; found 1',
        'num.io.threads"]: must not be a property that has a setting of its own; found 9',
        'num.partitions "]: must have a name of letters, digits, dots, dashes and underscores; found 1',
        'offsets.retention.minutes"]: must be at least 10080, a week: a group whose offsets are gone skips or repeats records; found 60',
        'process.roles"]: must not be a property that the platform sets itself, since it is the cluster\'s shape; found "broker"',
        'remote.log.storage.system.enable"]: must not turn on what the platform cannot keep safe: storage of another kind, or unfinished parts of Kafka; found true',
        'replica.lag.time.max.ms"]: must be from 10000 to 30000: a follower that stands still would be called in sync for as long; found 3600000',
        `super.users"]: must not be a property that ${secure}; found "User:ANONYMOUS"`,
        'transaction.partition.verification.enable"]: must not be a property that lets the brokers forget who wrote what: a record could then count twice; found false',
      ].map((text) => `kafka.properties["${text}`),
    );
  });

  it("never open the cluster, whatever follows the beginning of such a name", () => {
    const beginnings = fc.constantFrom(
      "ssl.",
      "sasl.",
      "listener.",
      "security.",
      "authorizer.",
      "zookeeper.",
      "controller.",
    );
    const rest = fc.stringMatching(/^[\w.-]{1,30}$/);
    fc.assert(
      fc.property(beginnings, rest, fc.jsonValue(), (beginning, name, value) => {
        assert.ok(judgeBrokerProperty(beginning + name, value));
      }),
    );
  });

  it("hold no secret, and a report does not show one", () => {
    const properties = { "ssl.key.password": "hush", "reporter.Password": "hush", "x.jaas.config": "hush" };
    const report = mistakesOf(dev({ kafka: { properties } }));
    assert.equal(report.length, 3);
    assert.ok(
      report.every((line) => line.endsWith('; found "(not shown)"')),
      report.join("\n"),
    );
    assert.ok(report[1]?.startsWith('kafka.properties["reporter.Password"]: must not be a secret'), report[1]);
  });

  it("are a map", () => {
    assert.deepEqual(mistakesOf(dev({ kafka: { properties: ["a=b"] } })), [
      'kafka.properties: must be broker properties and their values; found ["a=b"]',
    ]);
  });
});
