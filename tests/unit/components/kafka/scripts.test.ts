import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderServerProperties } from "../../../../components/kafka/broker-config";
import { fileItems, staticFiles } from "../../../../components/kafka/scripts";

// A pod's files in a folder, and a "java" that notes how it was called and prints what a test wants: what a script
// does with the JVM around it. That Kafka takes these arguments is for the end-to-end tests to show.
let pod: string;

const serverProperties = renderServerProperties(
  {
    networkThreads: 3,
    ioThreads: 4,
    socketSendBuffer: "100Ki",
    socketReceiveBuffer: "100Ki",
    logSegmentSize: "1Gi",
    compression: "snappy",
    properties: {},
  },
  [0, 1, 2],
  { headlessService: "kafka-headless", namespace: "kafka" },
);

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: 0o755 });
};

const calls = () =>
  readFileSync(join(pod, "calls"), "utf8")
    .split("--\n")
    .filter((call) => call !== "")
    .map((call) => call.trimEnd().split("\n"));

function run(script: string, args: readonly string[] = [], environment: Record<string, string> = {}) {
  return spawnSync(join(pod, "bin", script), args, {
    encoding: "utf8",
    env: {
      PATH: `${join(pod, "jre")}:${process.env.PATH}`,
      TMPDIR: join(pod, "tmp"),
      CALLS: join(pod, "calls"),
      POD_NAME: "kafka-1",
      POD_DOMAIN: "kafka-headless.kafka.svc.cluster.local",
      EXTERNAL_HOSTS: "10.0.0.9",
      NODE_PORT_BASE: "31090",
      CLUSTER_ID: "-L6g3nShT-eMCtK--X86sw",
      JVM_OPTIONS: "-Xms1G -Xmx1G",
      ...environment,
    },
  });
}

const propertiesOf = ({ status, stderr }: SpawnSyncReturns<string>): Record<string, string> => {
  assert.equal(status, 0, stderr);
  const lines = readFileSync(join(pod, "tmp/server.properties"), "utf8").trimEnd().split("\n");
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
};

describe("in a broker's pod", () => {
  beforeEach(() => {
    pod = mkdtempSync(join(tmpdir(), "pod-"));
    const data = join(pod, "data");
    const files: Record<string, string> = {
      ...staticFiles(),
      "server.properties": serverProperties.replace(/^log\.dirs=.*$/m, `log.dirs=${data}`),
    };
    for (const { key, path } of fileItems()) {
      write(join(pod, path), files[key] ?? "");
    }
    mkdirSync(join(pod, "tmp"));
    write(
      join(pod, "jre/java"),
      '#!/bin/sh\nfor a; do printf "%s\\n" "$a"; done >>"$CALLS"; echo -- >>"$CALLS"\n$FAKE_JAVA',
    );
  });

  afterEach(() => rmSync(pod, { recursive: true }));

  describe("start.sh", () => {
    it("fills in what each pod has of its own", () => {
      const properties = propertiesOf(run("start.sh"));
      const host = "kafka-1.kafka-headless.kafka.svc.cluster.local";
      assert.equal(properties["node.id"], "1");
      assert.equal(
        properties["advertised.listeners"],
        `REPLICATION://${host}:9091,CLIENT://${host}:9092,CONTROLLER://${host}:9093,EXTERNAL://10.0.0.9:31091`,
      );
      assert.doesNotMatch(Object.values(properties).join("\n"), /@[A-Z_]+@/);
    });

    it("gives brokers the external hosts in turn", () => {
      const hosts = { EXTERNAL_HOSTS: "one.example two.example" };
      const external = (podName: string) =>
        propertiesOf(run("start.sh", [], { ...hosts, POD_NAME: podName }))["advertised.listeners"]?.split(
          "EXTERNAL://",
        )[1];
      assert.deepEqual(["kafka-0", "kafka-1", "kafka-2"].map(external), [
        "one.example:31090",
        "two.example:31091",
        "one.example:31092",
      ]);
    });

    it("formats an empty volume with the cluster's id, and becomes the broker", () => {
      run("start.sh");
      const [format, broker] = calls();
      assert.deepEqual(format?.slice(format.indexOf("kafka.tools.StorageTool")), [
        "kafka.tools.StorageTool",
        "format",
        "--cluster-id=-L6g3nShT-eMCtK--X86sw",
        "--config",
        join(pod, "tmp/server.properties"),
      ]);
      assert.deepEqual(broker?.slice(0, 2), ["-Xms1G", "-Xmx1G"]);
      assert.deepEqual(broker?.slice(-2), ["kafka.Kafka", join(pod, "tmp/server.properties")]);
    });

    it("never formats a volume that holds data of the cluster", () => {
      write(join(pod, "data/meta.properties"), "version=1\ncluster.id=-L6g3nShT-eMCtK--X86sw\n");
      run("start.sh");
      assert.deepEqual(
        calls().map((call) => call.at(-2)),
        ["kafka.Kafka"],
      );
    });

    it("refuses a volume of another cluster, and says so", () => {
      write(join(pod, "data/meta.properties"), "cluster.id=other\n");
      const { status, stderr } = run("start.sh");
      assert.equal(status, 1);
      assert.match(
        stderr,
        /volume of kafka-1 belongs to Kafka cluster other, and this stack's id is -L6g3nShT-eMCtK--X86sw\. Nothing was /,
      );
      assert.match(stderr, /`pulumi import -- random:index\/randomId:RandomId kafka-cluster-id other`/);
      assert.doesNotMatch(stderr, /empty/);
      assert.equal(existsSync(join(pod, "calls")), false);
    });

    it("formats no volume that holds data, though meta.properties is lost", () => {
      for (const file of ["__cluster_metadata-0/00000000000000000000.log", "call.events-11/partition.metadata"]) {
        write(join(pod, "data", file), "");
        const { status, stderr } = run("start.sh");
        assert.equal(status, 1, file);
        assert.ok(stderr.includes(`holds data, ${join(pod, "data", dirname(file))} for one, and no meta.properties`));
        assert.equal(existsSync(join(pod, "calls")), false, file);
        rmSync(join(pod, "data"), { recursive: true });
      }
    });

    it("formats a volume again where formatting was interrupted", () => {
      write(join(pod, "data/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint"), "");
      write(join(pod, "data/bootstrap.checkpoint"), "");
      assert.equal(run("start.sh").status, 0);
      assert.equal(calls().length, 2);
    });

    it("puts brackets around an IPv6 address of its node", () => {
      const properties = propertiesOf(run("start.sh", [], { EXTERNAL_HOSTS: "fd00::9" }));
      assert.match(properties["advertised.listeners"] ?? "", /,EXTERNAL:\/\/\[fd00::9\]:31091$/);
    });

    it("starts no broker on a volume that could not be formatted", () => {
      const { status } = run("start.sh", [], { FAKE_JAVA: "exit 3" });
      assert.equal(status, 3);
      assert.equal(calls().length, 1);
    });

    it("makes a pod that scaling adds a broker alone, since the controllers are fixed", () => {
      const properties = propertiesOf(run("start.sh", [], { POD_NAME: "kafka-3" }));
      assert.equal(properties["process.roles"], "broker");
      assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,EXTERNAL://:9094");
      assert.doesNotMatch(properties["advertised.listeners"] ?? "", /CONTROLLER/);
      assert.match(properties["advertised.listeners"] ?? "", /,EXTERNAL:\/\/10\.0\.0\.9:31093$/);
      assert.match(properties["controller.quorum.voters"] ?? "", /^0@.*,1@.*,2@[^,]*$/);
    });
  });

  describe("readiness.sh", () => {
    const line = (replicas: string, isr: string, rest = "") =>
      `\tTopic: t\tPartition: 0\tLeader: 2\tReplicas: ${replicas}\tIsr: ${isr}\tElr: \tLastKnownElr: ${rest}`;

    const ask = (id: number, ...lines: string[]) => {
      write(join(pod, "described"), `${lines.join("\n")}\n`);
      return run("readiness.sh", [], { POD_NAME: `kafka-${id}`, FAKE_JAVA: `cat ${join(pod, "described")}` });
    };

    it("is content where no partition lacks a replica", () => {
      assert.equal(ask(1, "").status, 0);
    });

    it("fails for a broker that is missing among the in-sync replicas of what it holds", () => {
      const { status, stdout } = ask(1, line("0,1,2", "0,2"), line("1,2,0", "2"));
      assert.equal(status, 1);
      assert.equal(stdout, "out of sync in 2 partitions\n");
    });

    it("is content with a broker in sync, though others are not", () => {
      assert.equal(ask(2, line("0,1,2", "0,2")).status, 0);
    });

    it("is content with a broker that does not hold the partition", () => {
      assert.equal(ask(1, line("10,11,12", "11,12")).status, 0);
      assert.equal(ask(1, line("0,2,11", "0,11")).status, 0);
    });

    it("fails where no replica is in sync", () => {
      assert.equal(ask(1, line("0,1,2", "")).status, 1);
    });

    it("is not misled by a reassignment's list of replicas to come", () => {
      assert.equal(ask(1, line("0,2,1", "0,2", "\tAdding Replicas: 3\tRemoving Replicas: 0")).status, 1);
      assert.equal(ask(3, line("0,2,1", "0,2", "\tAdding Replicas: 3\tRemoving Replicas: 0")).status, 0);
    });

    it("fails when the cluster gives no answer", () => {
      assert.notEqual(run("readiness.sh", [], { FAKE_JAVA: "exit 1" }).status, 0);
    });

    it("asks the whole cluster, with a small heap of its own", () => {
      ask(1, "");
      const [call] = calls();
      assert.ok(call?.includes("-Xmx96m"));
      assert.ok(call?.includes("--under-replicated-partitions"));
      assert.ok(!call?.includes("-Xms1G"));
    });

    it("archives classes once, before there is a broker, and then uses the archive", () => {
      const sharing = () => calls().map((call) => call.find((option) => /Archive|share/.test(option))?.split("=")[0]);
      const archive = join(pod, "tmp/readiness.jsa");
      assert.equal(run("readiness.sh", ["prepare"], { FAKE_JAVA: `touch ${archive}.new` }).status, 0);
      assert.equal(run("readiness.sh", ["prepare"]).status, 0);
      run("readiness.sh");
      assert.deepEqual(sharing(), ["-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile"]);
    });

    it("never makes the archive itself, which would cost most when the machine has least to give", () => {
      ask(1, "");
      assert.ok(
        !calls()
          .flat()
          .some((option) => /ArchiveClassesAtExit/.test(option)),
      );
    });

    it("is not kept from starting the broker by an archive that could not be made", () => {
      assert.equal(run("readiness.sh", ["prepare"], { FAKE_JAVA: "exit 1" }).status, 0);
      assert.equal(ask(1, "").status, 0);
    });
  });

  describe("the tools", () => {
    const names = fileItems()
      .filter(({ key }) => key === "tool.sh")
      .map(({ path }) => path.replace("bin/", ""));

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

    it("each call a class of their own, with the arguments as they were given", () => {
      for (const name of names) {
        assert.equal(run(name, ["--topic", "a b"]).status, 0, name);
      }
      const classes = calls().map((call) => {
        assert.deepEqual(call.slice(-2), ["--topic", "a b"]);
        return call.at(-3);
      });
      assert.equal(new Set(classes).size, names.length / 2);
    });

    it("refuse a name that they do not know", () => {
      write(join(pod, "bin/kafka-unknown"), staticFiles()["tool.sh"] ?? "");
      const { status, stderr } = run("kafka-unknown");
      assert.deepEqual([status, stderr], [1, "kafka-unknown is no Kafka tool that this platform knows\n"]);
    });
  });
});
