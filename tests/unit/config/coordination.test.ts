import assert from "node:assert/strict";
import { dev, mistakesOf, prod, settingsOf, wrongPathsOf } from "./stack-file";

const pod = { resources: { cpu: 1, memory: "2Gi" }, jvm: { heap: "1Gi" } };

describe("the settings of coordination", () => {
  it("have to hold the section of their mode", () => {
    assert.deepEqual(mistakesOf(dev({ kraft: undefined })), [
      "kraft: must be there with coordination kraft; found undefined",
    ]);
    assert.deepEqual(mistakesOf(prod({ zookeeper: undefined })), [
      "zookeeper: must be there with coordination zookeeper; found undefined",
    ]);
  });

  it("may not hold the section of the other mode, which would do nothing", () => {
    assert.deepEqual(mistakesOf(dev({ zookeeper: pod })), [
      `zookeeper: must not be there with coordination kraft, where it does nothing; found ${JSON.stringify(pod)}`,
    ]);
    assert.deepEqual(mistakesOf(prod({ kraft: { metadataVersion: "4.2" } })), [
      'kraft: must not be there with coordination zookeeper, where it does nothing; found {"metadataVersion":"4.2"}',
    ]);
  });

  it("are judged by themselves where the mode is unknown", () => {
    assert.deepEqual(wrongPathsOf(dev({ kafka: { coordination: undefined }, kraft: { metadataVersion: "3.9" } })), [
      "kafka.coordination",
      "kraft.metadataVersion",
    ]);
  });
});

describe("the settings of KRaft", () => {
  const controllers = (change: object) => dev({ kraft: { controllers: { ...pod, ...change } } });

  it("have a metadata version, of a release that brokers run", () => {
    assert.deepEqual(mistakesOf(dev({ kraft: { metadataVersion: 4.2 } })), [
      'kraft.metadataVersion: must be "4.0", "4.1" or "4.2"; found 4.2',
    ]);
    const run = (version: string, metadataVersion: string) =>
      wrongPathsOf(dev({ kafka: { version, image: `apache/kafka:${version}` }, kraft: { metadataVersion } }));
    assert.deepEqual(run("4.1.2", "4.2"), ["kraft.metadataVersion"]);
    assert.deepEqual(run("4.1.2", "4.1"), []);
    assert.deepEqual(run("4.2.0", "4.0"), []);
    assert.deepEqual(run("4.10.0", "4.2"), []);
  });

  it("have three dedicated controllers with 10Gi each, once they have any", () => {
    assert.deepEqual(settingsOf(controllers({})).kraft?.controllers, {
      count: 3,
      storageSize: "10Gi",
      resources: { cpu: "1", memory: "2Gi" },
      jvm: { heap: "1Gi", options: [] },
    });
  });

  it("refuse a number of controllers that no quorum should have", () => {
    for (const count of [1, 2, 4, 9, "3"]) {
      assert.deepEqual(mistakesOf(controllers({ count })), [
        `kraft.controllers.count: must be 3, 5 or 7; found ${JSON.stringify(count)}`,
      ]);
    }
  });

  it("refuse a controller's heap that leaves the JVM no memory", () => {
    assert.deepEqual(mistakesOf(controllers({ jvm: { heap: "1600Mi" } })), [
      'kraft.controllers.jvm.heap: must be at most three quarters of kraft.controllers.resources.memory; found "1600Mi"',
    ]);
  });
});

describe("the settings of what keeps the metadata", () => {
  it("refuse JVM options that hold a secret, and show none", () => {
    const jvm = { heap: "512Mi", options: ["-Dexporter.password=hush"] };
    for (const [section, report] of [
      ["kraft.controllers", mistakesOf(dev({ kraft: { controllers: { ...pod, jvm } } }))],
      ["zookeeper", mistakesOf(prod({ zookeeper: { jvm } }))],
    ] as const) {
      assert.equal(report.length, 1, section);
      assert.match(report[0] ?? "", new RegExp(`^${section}\\.jvm\\.options\\[0\\]: must not be a secret`));
      assert.match(report[0] ?? "", /found "\(not shown\)"$/);
    }
  });
});

describe("the settings of ZooKeeper", () => {
  const zookeeper = (change: object) => mistakesOf(prod({ zookeeper: { ...change } }));

  it("have three servers with 10Gi each, if nothing else is said", () => {
    const { zookeeper } = settingsOf(prod({ zookeeper: { servers: undefined, storageSize: undefined } }));
    assert.deepEqual([zookeeper?.servers, zookeeper?.storageSize, zookeeper?.image], [3, "10Gi", undefined]);
  });

  it("refuse a number of servers that no quorum should have", () => {
    assert.deepEqual(zookeeper({ servers: 2 }), ["zookeeper.servers: must be 3, 5 or 7; found 2"]);
  });

  it("refuse an image of Kafka 4, which holds no ZooKeeper", () => {
    assert.deepEqual(zookeeper({ image: "apache/kafka:4.2.0" }), [
      'zookeeper.image: must be an image that holds ZooKeeper, which Kafka 4 does not; found "apache/kafka:4.2.0"',
    ]);
    settingsOf(prod({ zookeeper: { image: "apache/kafka:3.9.1" } }));
  });

  it("refuse a server's heap that leaves the JVM no memory, and options that open it", () => {
    const options = ["-Dzookeeper.ssl.hostnameVerification=false"];
    assert.deepEqual(zookeeper({ jvm: { heap: "2Gi", options } }), [
      `zookeeper.jvm.options[0]: must not open the process to others or change whom it trusts; found "${options[0]}"`,
      'zookeeper.jvm.heap: must be at most three quarters of zookeeper.resources.memory; found "2Gi"',
    ]);
  });
});
