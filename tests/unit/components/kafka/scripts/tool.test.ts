import assert from "node:assert/strict";
import { nodeFiles } from "../../../../../components/kafka/scripts";
import { PodFolder } from "./pod-folder";

const files = nodeFiles("files", "broker", "kraft", "");
const names = files.items.filter(({ key }) => key === "tool.sh").map(({ path }) => path.replace("bin/", ""));

let pod: PodFolder;

const java = (tool: string, ...args: string[]): string[] => {
  const { status, stderr } = pod.run(tool, args);
  assert.equal(status, 0, stderr);
  const call = pod.calls().at(-1) ?? [];
  return call.slice(call.indexOf("-cp") + 2);
};

// The class alone, and its arguments alone.
const classOf = (tool: string) => java(tool)[0];
const argumentsOf = (tool: string, ...args: string[]) => java(tool, ...args).slice(1);

const identity = () => `${pod.at("bin")}/../etc/client.properties`;
const release = (version: string) => {
  pod = new PodFolder(files, version);
};

describe("Kafka's tools", () => {
  afterEach(() => pod.remove());

  describe("of the release that the platform runs", () => {
    beforeEach(() => release("4.2.0"));

    it("are on the PATH under every name that the platform's documentation uses", () => {
      for (const name of [
        "kafka-acls",
        "kafka-broker-api-versions",
        "kafka-console-consumer",
        "kafka-console-producer",
        "kafka-consumer-groups",
        "kafka-reassign-partitions",
        "kafka-topics",
      ]) {
        assert.ok(names.includes(name) && names.includes(`${name}.sh`), name);
      }
    });

    it("each call a class of their own, under both names", () => {
      const classes = new Map(names.map((name) => [name, classOf(name)]));
      assert.equal(new Set(classes.values()).size, names.length / 2);
      for (const name of names.filter((some) => !some.endsWith(".sh"))) {
        assert.equal(classes.get(`${name}.sh`), classes.get(name));
      }
    });

    it("keep arguments as they were given, spaces and empty ones too", () => {
      const args = ["--topic", "a b", "", "--message", "x=$HOME *"];
      assert.deepEqual(argumentsOf("kafka-topics", ...args).slice(2), args);
    });

    it("are the broker itself, by the pod's certificate, where nothing else is said", () => {
      for (const [tool, option] of [
        ["kafka-topics", "--command-config"],
        ["kafka-console-consumer", "--command-config"],
        ["kafka-console-producer.sh", "--command-config"],
        ["kafka-leader-election", "--command-config"],
      ] as const) {
        assert.deepEqual(argumentsOf(tool, "--topic", "t"), [option, identity(), "--topic", "t"], tool);
      }
    });

    it("call at the listener for brokers then, since the applications' asks for a password", () => {
      assert.deepEqual(argumentsOf("kafka-topics", "--bootstrap-server", "localhost:9092", "--list").slice(2), [
        "--bootstrap-server",
        "localhost:9091",
        "--list",
      ]);
      assert.ok(
        argumentsOf("kafka-topics", "--bootstrap-server=localhost:9092").includes("--bootstrap-server=localhost:9091"),
      );
      // Another broker, or another cluster, is meant as it is written.
      assert.ok(argumentsOf("kafka-topics", "--bootstrap-server", "kafka-1:9092").includes("kafka-1:9092"));
    });

    it("leave everything as it is where somebody says who he is", () => {
      for (const own of [
        ["--command-config", "me.properties"],
        ["--command-config=me.properties"],
        ["--consumer.config", "me.properties"],
        ["--producer.config", "me.properties"],
        ["--admin.config=me.properties"],
      ]) {
        const args = ["--bootstrap-server", "localhost:9092", ...own];
        assert.deepEqual(argumentsOf("kafka-console-consumer", ...args), args);
      }
    });

    it("take an option that only sounds like it for what it is", () => {
      for (const [tool, ...args] of [
        ["kafka-configs", "--alter", "--add-config", "min.insync.replicas=2"],
        ["kafka-configs", "--alter", "--delete-config", "retention.ms"],
        ["kafka-topics", "--create", "--config", "retention.ms=1"],
        ["kafka-topics", "--describe", "--topic", "app-config"],
        ["kafka-console-consumer", "--formatter-config", "f.properties"],
      ] as const) {
        assert.deepEqual(argumentsOf(tool, ...args), ["--command-config", identity(), ...args], args.join(" "));
      }
    });

    it("give kafka-cluster its option behind the subcommand that has it", () => {
      assert.deepEqual(argumentsOf("kafka-cluster", "cluster-id", "--bootstrap-server", "localhost:9092"), [
        "cluster-id",
        "--bootstrap-server",
        "localhost:9091",
        "--command-config",
        identity(),
      ]);
      const own = ["cluster-id", "--bootstrap-server", "localhost:9092", "--config", "me.properties"];
      assert.deepEqual(argumentsOf("kafka-cluster", ...own), own);
    });

    it("have no identity to show where they only read files, or are only asked for help", () => {
      const args = ["--files", "00000000000000000000.log"];
      assert.deepEqual(argumentsOf("kafka-dump-log", ...args), args);
      assert.deepEqual(argumentsOf("kafka-storage", "random-uuid"), ["random-uuid"]);
      assert.deepEqual(argumentsOf("kafka-topics", "--help"), ["--help"]);
    });

    it("take little memory beside the broker, and log where their answer does not go", () => {
      java("kafka-topics", "--list");
      const call = pod.calls().at(-1) ?? [];
      assert.ok(call.includes("-Xmx256m"));
      assert.ok(call.includes(`-Dlog4j2.configurationFile=${pod.at("bin")}/../etc/log4j2.properties`));
      assert.match(files.data["log4j2.properties"] ?? "", /^appender\.console\.target=SYSTEM_ERR$/m);
      assert.match(files.data["log4j.properties"] ?? "", /^log4j\.appender\.console\.target=System\.err$/m);
    });

    it("refuse a name that they do not know", () => {
      pod.write("bin/kafka-unknown", files.data["tool.sh"] ?? "");
      const { status, stderr } = pod.run("kafka-unknown");
      assert.deepEqual([status, stderr], [1, "kafka-unknown is no Kafka tool that this platform knows\n"]);
    });
  });

  describe("of Kafka 3.9", () => {
    beforeEach(() => release("3.9.2"));

    it("are the classes that it has", () => {
      assert.equal(classOf("kafka-console-producer"), "kafka.tools.ConsoleProducer");
      assert.equal(classOf("kafka-acls"), "kafka.admin.AclCommand");
      assert.equal(classOf("kafka-broker-api-versions"), "kafka.admin.BrokerApiVersionsCommand");
      assert.equal(classOf("kafka-topics"), "org.apache.kafka.tools.TopicCommand");
    });
  });

  for (const version of ["3.9.2", "4.1.2"]) {
    it(`of Kafka ${version} get the option by the name that it has there`, () => {
      release(version);
      for (const [tool, option] of [
        ["kafka-topics", "--command-config"],
        ["kafka-console-consumer", "--consumer.config"],
        ["kafka-consumer-perf-test", "--consumer.config"],
        ["kafka-console-producer", "--producer.config"],
        ["kafka-producer-perf-test", "--producer.config"],
        ["kafka-leader-election", "--admin.config"],
      ] as const) {
        assert.deepEqual(argumentsOf(tool), [option, identity()], tool);
      }
      assert.deepEqual(argumentsOf("kafka-cluster", "cluster-id"), ["cluster-id", "--config", identity()]);
    });
  }
});
