import assert from "node:assert/strict";
import fc from "fast-check";
import { dev, mistakesOf, prod, settingsOf, wrongPathsOf } from "./stack-file";

const kafka = (change: Record<string, unknown>) => mistakesOf(dev({ kafka: change }));

describe("the settings of brokers", () => {
  it("are three brokers, three copies and two before a write counts, if nothing else is said", () => {
    const change = { brokers: undefined, replicationFactor: undefined, minInsyncReplicas: undefined };
    const { brokers, replicationFactor, minInsyncReplicas } = settingsOf(dev({ kafka: change })).kafka;
    assert.deepEqual([brokers, replicationFactor, minInsyncReplicas], [3, 3, 2]);
  });

  it("let no number of brokers and copies pass that could not keep an acknowledged record through two losses", () => {
    const count = fc.integer({ min: 0, max: 8 });
    fc.assert(
      fc.property(count, count, count, (brokers, replicationFactor, minInsyncReplicas) => {
        const right =
          replicationFactor >= 3 &&
          minInsyncReplicas >= 2 &&
          minInsyncReplicas < replicationFactor &&
          brokers >= replicationFactor;
        const wrong = wrongPathsOf(dev({ kafka: { brokers, replicationFactor, minInsyncReplicas } }));
        assert.equal(wrong.length === 0, right, wrong.join());
      }),
    );
  });

  it("say which of the numbers is wrong, and why", () => {
    assert.deepEqual(kafka({ replicationFactor: 5 }), [
      "kafka.brokers: must be at least kafka.replicationFactor; found 3",
    ]);
    assert.deepEqual(kafka({ minInsyncReplicas: 3 }), [
      "kafka.minInsyncReplicas: must be less than kafka.replicationFactor; found 3",
    ]);
    assert.deepEqual(kafka({ minInsyncReplicas: 1, brokers: 101 }), [
      "kafka.brokers: must be a whole number from 3 to 100; found 101",
      "kafka.minInsyncReplicas: must be a whole number from 2 to 100; found 1",
    ]);
    settingsOf(dev({ kafka: { brokers: 5, replicationFactor: 5, minInsyncReplicas: 3 } }));
  });

  it("refuse a version that the coordination does not run", () => {
    const rule = "must be of Kafka 4 with coordination kraft, and of Kafka 3.9 with coordination zookeeper";
    assert.deepEqual(kafka({ version: "3.9.2", image: "own/kafka:1" }), [
      `kafka.version: ${rule}; found "3.9.2"`,
      'kraft.metadataVersion: must not be above the release of kafka.version; found "4.2"',
    ]);
    for (const version of ["4.2.0", "3.8.1", "3.90.1"]) {
      assert.deepEqual(mistakesOf(prod({ kafka: { version, image: "own/kafka:1" } })), [
        `kafka.version: ${rule}; found "${version}"`,
      ]);
    }
    assert.deepEqual(kafka({ version: "4.2" }), [
      'kafka.version: must be a version of Kafka, such as 4.2.0; found "4.2"',
    ]);
    assert.deepEqual(kafka({ coordination: "raft" }), ['kafka.coordination: must be kraft or zookeeper; found "raft"']);
  });

  it("refuse the official image of another version, and judge no image of one's own", () => {
    const mistake = (image: string) => [
      `kafka.image: must be the official image of kafka.version, or one of another name; found "${image}"`,
    ];
    for (const image of ["apache/kafka:4.1.0", "mirror.example:5000/apache/kafka:4.2.1-rc1"]) {
      assert.deepEqual(kafka({ image }), mistake(image));
    }
    for (const image of [
      "apache/kafka:4.2.0",
      "own/kafka:7.0.1",
      "apache/kafka:latest",
      `k@sha256:${"0".repeat(64)}`,
    ]) {
      settingsOf(dev({ kafka: { image } }));
    }
  });

  it("refuse a heap that leaves the JVM no memory, whatever else is wrong", () => {
    const expected = 'kafka.jvm.heap: must be at most three quarters of kafka.resources.memory; found "1Gi"';
    assert.deepEqual(kafka({ jvm: { heap: "1Gi" } }), [expected]);
    assert.ok(kafka({ jvm: { heap: "1Gi" }, ioThreads: "8" }).includes(expected));
    settingsOf(dev({ kafka: { jvm: { heap: "768Mi" } } }));
  });

  it("refuse JVM options that size the heap or open the process, and show no password", () => {
    const options = ["-XX:+UseG1GC", "-Xmx2G", "-XX:MaxHeapSize=2g", "-agentlib:jdwp=server=y", "-Xmn64m"];
    const opened = ["-Dcom.sun.management.jmxremote.port=9999", "-Djavax.net.ssl.keyStorePassword=hush"];
    const heap = "must not size the heap, which has a setting of its own";
    const open = "must not open the process to others or change whom it trusts";
    assert.deepEqual(kafka({ jvm: { heap: "384Mi", options: [...options, ...opened] } }), [
      `kafka.jvm.options[1]: ${heap}; found "-Xmx2G"`,
      `kafka.jvm.options[2]: ${heap}; found "-XX:MaxHeapSize=2g"`,
      `kafka.jvm.options[3]: ${open}; found "-agentlib:jdwp=server=y"`,
      `kafka.jvm.options[5]: ${open}; found "-Dcom.sun.management.jmxremote.port=9999"`,
      `kafka.jvm.options[6]: ${open}; found "(not shown)"`,
    ]);
  });

  it("refuse JVM options that hold a secret, and show none", () => {
    const secrets = [
      "-Dexporter.password=hush",
      "-Dcloud.Secret=hush",
      "-Djaas=a=b,credential=hush",
      "-javaagent:/opt/agent.jar=port=9404,password=hush",
      "-Dreporter=http://h/?user=u&password=hush",
    ];
    const report = kafka({ jvm: { heap: "384Mi", options: ["-Xlog:gc*:file=/tmp/gc.log", ...secrets] } });
    assert.deepEqual(
      report,
      secrets.map(
        (_, index) =>
          `kafka.jvm.options[${index + 1}]: must not be a secret: whoever may read the stack's file, the pods or the ` +
          'processes of a node would know it; found "(not shown)"',
      ),
    );
  });

  it("take JVM options that only say where a secret is", () => {
    const options = ["-javaagent:/opt/secrets/agent.jar=9404", "-Dreporter.file=/run/secrets/reporter"];
    settingsOf(dev({ kafka: { jvm: { heap: "384Mi", options } } }));
  });

  it("show no secret of a JVM option that is none, and of the options beside it", () => {
    const options = ["-Dexporter.password=a b", -3, { "-Dx.secret": "hush" }, "-Dx.secret=hush"];
    const report = kafka({ jvm: { heap: "384Mi", options } });
    const none = "must be a JVM option that begins with a dash and holds no space";
    assert.deepEqual(report.slice(0, 3), [
      `kafka.jvm.options[0]: ${none}; found "(not shown)"`,
      `kafka.jvm.options[1]: ${none}; found -3`,
      `kafka.jvm.options[2]: ${none}; found "(not shown)"`,
    ]);
    assert.deepEqual([report.length, /hush|a b/.test(report.join())], [4, false]);
    assert.deepEqual(kafka({ jvm: { heap: "384Mi", options: "-Xlog:gc" } }), [
      'kafka.jvm.options: must be a list of JVM options; found "-Xlog:gc"',
    ]);
  });

  it("refuse sizes that Kafka cannot count", () => {
    for (const setting of ["logSegmentSize", "socketSendBuffer", "socketReceiveBuffer"]) {
      assert.deepEqual(kafka({ [setting]: "2Gi" }), [
        `kafka.${setting}: must be less than 2Gi, since Kafka counts its bytes in 32 bits; found "2Gi"`,
      ]);
      settingsOf(dev({ kafka: { [setting]: "2047Mi" } }));
    }
    assert.deepEqual(kafka({ logSegmentSize: 7 }), [
      "kafka.logSegmentSize: must be a size in binary units, such as 512Mi or 1Gi; found 7",
    ]);
  });

  it("refuse probes that cost more than a twentieth of a core, or that a broker in sync would fail", () => {
    const probes = (change: object) => wrongPathsOf(dev({ kafka: { probes: change } }));
    assert.deepEqual(kafka({ probes: { readinessPeriod: "24s", readinessTimeout: "9s" } }), [
      'kafka.probes.readinessPeriod: must be at least 25s: each answer costs a second of CPU time; found "24s"',
      'kafka.probes.readinessTimeout: must be at least 10s: on a busy node the answer takes some seconds; found "9s"',
    ]);
    const inTime = "kafka.probes.readinessTimeout: must be less than kafka.probes.readinessPeriod; found";
    assert.deepEqual(kafka({ probes: { readinessPeriod: "25s", readinessTimeout: "25s" } }), [`${inTime} "25s"`]);
    assert.deepEqual(kafka({ probes: { readinessTimeout: "30000ms" } }), [`${inTime} "30000ms"`]);
    assert.deepEqual(probes({ readinessPeriod: "soon", readinessTimeout: "9s" }), [
      "kafka.probes.readinessPeriod",
      "kafka.probes.readinessTimeout",
    ]);
    settingsOf(dev({ kafka: { probes: { readinessPeriod: "25s", readinessTimeout: "10s" } } }));
    settingsOf(dev({ kafka: { probes: { readinessPeriod: "25s" } } }));
  });

  it("refuse to kill a broker before it can have handed over", () => {
    assert.deepEqual(kafka({ terminationGracePeriod: "29s" }), [
      "kafka.terminationGracePeriod: must be at least 30s: a broker that is killed before it has handed over leaves " +
        'clients waiting; found "29s"',
    ]);
    settingsOf(dev({ kafka: { terminationGracePeriod: "30s" } }));
  });

  it("refuse a length of time that nobody means", () => {
    assert.deepEqual(kafka({ readyTimeout: "36526d" }), [
      'kafka.readyTimeout: must be at most 100 years; found "36526d"',
    ]);
  });
});
