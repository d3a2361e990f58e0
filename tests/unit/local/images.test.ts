import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { acquireOptions, debianSources } from "../../../local/images/base";
import { provideKafkaImage } from "../../../local/images/build";
import { kafkaFiles } from "../../../local/images/kafka";
import { logConfigs } from "../../../local/images/logging";
import { mainClasses, renderScripts } from "../../../local/images/scripts";
import { earlierKafkaReleases, type KafkaRelease, kafkaReleases } from "../../../local/images/versions";

const kafka3: KafkaRelease = { version: "3.9.2", logging: "reload4j" };
const kafka4: KafkaRelease = { version: "4.2.0", logging: "log4j2", log4j2: "2.25.3" };

describe("the scripts of a Kafka image", () => {
  it("include ZooKeeper's only in Kafka 3", () => {
    assert(mainClasses(kafka3).has("zookeeper-server-start.sh"));
    assert(!mainClasses(kafka4).has("zookeeper-server-start.sh"));
  });

  it("run the class that has the tool in that release", () => {
    assert.equal(mainClasses(kafka3).get("kafka-acls.sh"), "kafka.admin.AclCommand");
    assert.equal(mainClasses(kafka4).get("kafka-acls.sh"), "org.apache.kafka.tools.AclCommand");
  });

  it("are one for each class, and the script that runs a class", () => {
    const names = [...mainClasses(kafka4).keys(), "kafka-run-class.sh"];
    assert.deepEqual(Object.keys(renderScripts(kafka4)).sort(), names.sort());
  });

  describe("when they are run", () => {
    let home: string;

    before(() => {
      home = mkdtempSync(join(tmpdir(), "kafka-home-"));
      for (const [path, content] of Object.entries({ ...kafkaFiles(kafka4), "jre/bin/java": fakeJava })) {
        mkdirSync(dirname(join(home, path)), { recursive: true });
        writeFileSync(join(home, path), content, { mode: 0o755 });
      }
    });

    after(() => rmSync(home, { recursive: true }));

    const javaArguments = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      execFileSync(join(home, "bin", script), args, {
        encoding: "utf8",
        env: { PATH: process.env.PATH, JAVA_HOME: join(home, "jre"), ...env },
      })
        .trimEnd()
        .split("\n");

    it("hand their arguments to the class, spaces and all", () => {
      const args = javaArguments("kafka-topics.sh", ["--topic", "a b"]);
      assert.deepEqual(args.slice(-3), ["org.apache.kafka.tools.TopicCommand", "--topic", "a b"]);
    });

    it("give a broker a gigabyte and its log to standard output", () => {
      const args = javaArguments("kafka-server-start.sh", ["server.properties"]);
      assert(args.includes("-Xms1G") && args.includes("-Xmx1G"), args.join(" "));
      assert(args.includes(`-Dlog4j2.configurationFile=${home}/bin/../config/log4j2.yaml`), args.join(" "));
    });

    it("let each of upstream's variables win over the defaults", () => {
      const args = javaArguments("kafka-server-start.sh", ["server.properties"], {
        KAFKA_HEAP_OPTS: "-Xmx2G",
        KAFKA_JVM_PERFORMANCE_OPTS: "-XX:+UseZGC",
        KAFKA_GC_LOG_OPTS: "-Xlog:gc",
        KAFKA_LOG4J_OPTS: "-Dlog4j2.configurationFile=/mine.yaml",
        KAFKA_OPTS: "-Da=1 -Db=2",
        CLASSPATH: "/plugins/*",
        LOG_DIR: "/logs",
      });
      assert.deepEqual(args, [
        ...["-Xmx2G", "-XX:+UseZGC", "-Xlog:gc", "-Dkafka.logs.dir=/logs", "-Dlog4j2.configurationFile=/mine.yaml"],
        ...["-cp", `/plugins/*:${home}/bin/../libs/*`, "-Da=1", "-Db=2", "kafka.Kafka", "server.properties"],
      ]);
    });

    it("open a JMX port only when JMX_PORT names one", () => {
      const jmx = (env = {}) => javaArguments("kafka-topics.sh", [], env).filter((arg) => arg.includes("jmxremote"));
      assert.deepEqual(jmx(), []);
      assert.equal(jmx({ JMX_PORT: "9999" }).at(-1), "-Dcom.sun.management.jmxremote.port=9999");
    });
  });
});

// Prints its arguments, one a line.
const fakeJava = `#!/bin/sh
printf '%s\\n' "$@"
`;

describe("the Kafka releases of the local cluster", () => {
  const minor = ({ version }: KafkaRelease) => version.split(".").slice(0, 2).join(".");

  it("offer each release to run an earlier one to upgrade from", () => {
    const [newest, last] = kafkaReleases;
    const [earlierMinor, earlierPatch] = earlierKafkaReleases;
    assert.ok(newest && last && earlierMinor && earlierPatch);
    assert.ok(minor(earlierMinor) < minor(newest));
    assert.equal(minor(earlierPatch), minor(last));
    assert.ok(earlierPatch.version < last.version);
  });

  it("are named to whoever asks for another", async () => {
    await assert.rejects(provideKafkaImage("2.8.0"), /Kafka 2\.8\.0.*4\.2\.0, 3\.9\.2, 4\.1\.2, 3\.9\.1/);
  });
});

describe("the logging of a Kafka image", () => {
  it("has upstream's file names", () => {
    assert.deepEqual(Object.keys(logConfigs(kafka3)), [
      ...["log4j.properties", "connect-log4j.properties", "tools-log4j.properties"],
    ]);
    assert.deepEqual(Object.keys(logConfigs(kafka4)), ["log4j2.yaml", "connect-log4j2.yaml", "tools-log4j2.yaml"]);
  });

  it("keeps a tool's standard output free of log lines", () => {
    assert.match(logConfigs(kafka3)["tools-log4j.properties"] ?? "", /Target=System\.err/);
    assert.match(logConfigs(kafka4)["tools-log4j2.yaml"] ?? "", /target: SYSTEM_ERR/);
  });
});

describe("the Debian base of images", () => {
  it("comes from this machine's mirrors of that release, and from no other source", () => {
    const targets = [
      "Debian bookworm-security deb http://mirror.example/security bookworm-security main",
      "Debian bookworm deb http://mirror.example/debian bookworm main",
      "Debian bookworm deb http://mirror.example/debian bookworm main",
      "Debian bookworm-backports deb http://mirror.example/debian bookworm-backports main",
      "Node nodistro deb http://node.example/node nodistro main",
    ].join("\n");
    assert.deepEqual(debianSources(targets, "bookworm"), [
      "deb http://mirror.example/debian bookworm main",
      "deb http://mirror.example/security bookworm-security main",
    ]);
  });

  it("is downloaded the way this machine's apt downloads", () => {
    const config = [
      'APT::Architecture "amd64";',
      'Acquire::IndexTargets::deb "";',
      'Acquire::http::Proxy "http://proxy.example";',
      'DPkg::Post-Invoke "";',
    ].join("\n");
    assert.equal(acquireOptions(config), 'Acquire::http::Proxy "http://proxy.example";\n');
  });
});
