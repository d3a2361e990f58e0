import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { nodeFiles } from "../../../../../components/kafka/scripts";
import { PodFolder } from "./pod-folder";

let pod: PodFolder;

const ask = (environment: Record<string, string>, ...lines: string[]) => {
  pod.write("described", `${lines.join("\n")}\n`);
  return pod.run("readiness.sh", [], { ...environment, FAKE_JAVA: `cat ${pod.at("described")}` });
};

describe("readiness of a broker", () => {
  beforeEach(() => {
    pod = new PodFolder(nodeFiles("files", "broker", "kraft", ""));
  });
  afterEach(() => pod.remove());

  const line = (replicas: string, isr: string, rest = "") =>
    `\tTopic: t\tPartition: 0\tLeader: 2\tReplicas: ${replicas}\tIsr: ${isr}\tElr: \tLastKnownElr: ${rest}`;
  const askBroker = (id: number, ...lines: string[]) => ask({ POD_NAME: `kafka-${id}` }, ...lines);

  it("is there where no partition lacks a replica", () => {
    assert.equal(askBroker(1, "").status, 0);
  });

  it("is not there for a broker that is missing among the in-sync replicas of what it holds", () => {
    const { status, stdout } = askBroker(1, line("0,1,2", "0,2"), line("1,2,0", "2"));
    assert.equal(status, 1);
    assert.equal(stdout, "out of sync in 2 partitions\n");
  });

  it("is there for a broker in sync, though others are not", () => {
    assert.equal(askBroker(2, line("0,1,2", "0,2")).status, 0);
  });

  it("is there for a broker that does not hold the partition", () => {
    assert.equal(askBroker(1, line("10,11,12", "11,12")).status, 0);
    assert.equal(askBroker(1, line("0,2,11", "0,11")).status, 0);
  });

  it("is not there where no replica is in sync", () => {
    assert.equal(askBroker(1, line("0,1,2", "")).status, 1);
  });

  it("is told as Kafka 3.9 tells it, which knows no eligible leader replicas", () => {
    const old = (isr: string) => `\tTopic: t\tPartition: 0\tLeader: 2\tReplicas: 0,1,2\tIsr: ${isr}`;
    assert.equal(askBroker(1, old("2,0")).status, 1);
    assert.equal(askBroker(0, old("2,0")).status, 0);
  });

  it("is not misled by a reassignment's list of replicas to come", () => {
    const rest = "\tAdding Replicas: 3\tRemoving Replicas: 0";
    assert.equal(askBroker(1, line("0,2,1", "0,2", rest)).status, 1);
    assert.equal(askBroker(3, line("0,2,1", "0,2", rest)).status, 0);
  });

  it("is not there when the cluster gives no answer", () => {
    assert.notEqual(pod.run("readiness.sh", [], { FAKE_JAVA: "exit 1" }).status, 0);
  });

  it("asks the whole cluster by the pod's certificate, with a small heap of its own", () => {
    askBroker(1, "");
    const call = pod.calls()[0] ?? [];
    assert.deepEqual(call.slice(call.indexOf("org.apache.kafka.tools.TopicCommand")), [
      "org.apache.kafka.tools.TopicCommand",
      "--bootstrap-server",
      "localhost:9091",
      "--command-config",
      `${pod.at("bin")}/../etc/readiness.properties`,
      "--describe",
      "--under-replicated-partitions",
    ]);
    assert.ok(call.includes("-Xmx96m"));
    assert.ok(!call.includes("-Xms1G"));
  });

  it("archives classes once, before there is a broker, and then uses the archive", () => {
    const sharing = () => pod.calls().map((call) => call.find((option) => /Archive|share/.test(option))?.split("=")[0]);
    const archive = pod.at("tmp/readiness.jsa");
    assert.equal(pod.run("readiness.sh", ["prepare"], { FAKE_JAVA: `touch ${archive}.new` }).status, 0);
    assert.equal(pod.run("readiness.sh", ["prepare"]).status, 0);
    pod.run("readiness.sh");
    assert.deepEqual(sharing(), ["-XX:ArchiveClassesAtExit", "-XX:SharedArchiveFile"]);
  });

  it("never makes the archive itself, which would cost most when the machine has least to give", () => {
    askBroker(1, "");
    assert.ok(!pod.calls()[0]?.some((option) => option.includes("ArchiveClassesAtExit")));
    assert.ok(pod.calls()[0]?.includes("-Xshare:auto"));
  });

  it("is prepared without an archive where none can be made: only dearer", () => {
    assert.equal(pod.run("readiness.sh", ["prepare"], { FAKE_JAVA: "exit 1" }).status, 0);
    assert.equal(existsSync(pod.at("tmp/readiness.jsa")), false);
  });
});

describe("readiness that is not there yet", () => {
  /** Has the node been started so many seconds before now. */
  const startedBefore = (seconds: number) => pod.write("tmp/started", `${clock() - seconds}\n`);
  const out = "\tTopic: t\tPartition: 0\tLeader: 2\tReplicas: 0,1,2\tIsr: 0,2\n";

  beforeEach(() => {
    pod = new PodFolder(nodeFiles("files", "broker", "kraft", ""));
    startedBefore(5);
  });
  afterEach(() => pod.remove());

  /** Asks a broker whose tool takes so many seconds for each of these answers, and then fails. */
  function askSlowly(seconds: number, answers: readonly string[], timeout: string) {
    const begin = clock();
    const fakeJava = `sleep ${seconds}; ${pod.answering(answers, "exit 7")}`;
    const { status, stdout } = pod.run("readiness.sh", [], { FAKE_JAVA: fakeJava, READINESS_TIMEOUT: timeout });
    return { status, stdout, asked: pod.calls().length, took: clock() - begin };
  }
  const clock = () => Number(readFileSync(pod.at("jre/clock"), "utf8"));

  it("is asked about again soon, and not a period later", () => {
    assert.deepEqual(askSlowly(2, [out, ""], "15"), { status: 0, stdout: "", asked: 2, took: 7 });
    pod.write("calls", "");
    assert.deepEqual(askSlowly(1, [out, out, ""], "15"), { status: 0, stdout: "", asked: 3, took: 9 });
  });

  it("is said once, after three asks at most", () => {
    const no = "out of sync in 1 partitions\n";
    assert.deepEqual(askSlowly(1, [out, out, out, out], "60"), { status: 1, stdout: no, asked: 3, took: 9 });
  });

  it("is said in time, whatever the answers take", () => {
    for (const timeout of [5, 10, 15, 20]) {
      for (const seconds of [0, 1, 2, 3, 4, 6, 8]) {
        pod.write("calls", "");
        const { status, took } = askSlowly(seconds, [out, out, out], `${timeout}`);
        assert.equal(status, 1);
        assert.ok(took <= Math.max(seconds, timeout - 2), `${took} of ${timeout} seconds, with ${seconds} each`);
      }
    }
  });

  it("is asked about again for the first five minutes of the node's life, and then once in a period", () => {
    const asked = (age: number) => {
      startedBefore(age);
      pod.write("calls", "");
      return askSlowly(1, [out, out, out], "20").asked;
    };
    assert.deepEqual([0, 291, 292, 296, 300, 86_400].map(asked), [3, 3, 3, 2, 1, 1]);
  });

  it("is asked about once where nobody knows when the node was started", () => {
    rmSync(pod.at("tmp/started"));
    assert.equal(askSlowly(1, [out, out, out], "20").asked, 1);
  });

  it("is asked about once where it is there", () => {
    assert.deepEqual(askSlowly(1, [""], "15"), { status: 0, stdout: "", asked: 1, took: 1 });
  });

  it("is not asked about again when the tool has failed", () => {
    assert.deepEqual(askSlowly(1, [], "15"), { status: 7, stdout: "", asked: 1, took: 1 });
    pod.write("calls", "");
    assert.deepEqual(askSlowly(1, [out], "15"), { status: 7, stdout: "", asked: 2, took: 5 });
  });
});

describe("readiness of a controller", () => {
  beforeEach(() => {
    pod = new PodFolder(nodeFiles("files", "controller", "kraft", ""));
  });
  afterEach(() => pod.remove());

  // As Kafka 4.2.0 printed it for two controllers; 3.9.2 prints the same columns.
  const title =
    "NodeId\tDirectoryId           \tLogEndOffset\tLag\tLastFetchTimestamp\tLastCaughtUpTimestamp\tStatus  \t";
  const row = (id: number, caughtUp: number, status: string, offset = 34) =>
    `${id}   \tAAAAAAAAAAAAAAAAAAAAAA\t${offset}          \t0  \t1795366465421     \t${caughtUp}        \t${status}\t`;
  const now = 1_795_366_465_421;
  const leader = row(101, now, "Leader  ");
  const askController = (ordinal: number, ...rows: string[]) =>
    ask({ POD_NAME: `kafka-controller-${ordinal}`, NODE_ID_BASE: "100" }, title, ...rows);

  it("is there for the leader, whatever the others do", () => {
    assert.equal(askController(1, leader, row(100, -1, "Follower")).status, 0);
  });

  it("is there for a follower that has caught up within ten seconds", () => {
    assert.equal(askController(0, leader, row(100, now - 114, "Follower")).status, 0);
    assert.equal(askController(0, leader, row(100, now - 9_999, "Follower")).status, 0);
  });

  it("is there only when the leader cannot mean the process from before the start", () => {
    const askedAt = (age: number, ...rows: string[]) => {
      pod.write("jre/clock", "1795366465\n");
      pod.write("tmp/started", `${1_795_366_465 - age}\n`);
      // With no time to ask again.
      pod.write("described", `${[title, ...rows].join("\n")}\n`);
      const { status, stdout } = pod.run("readiness.sh", [], {
        POD_NAME: "kafka-controller-0",
        NODE_ID_BASE: "100",
        READINESS_TIMEOUT: "3",
        FAKE_JAVA: `cat ${pod.at("described")}`,
      });
      return [status, stdout];
    };
    const follows = [leader, row(100, now, "Follower")];
    assert.deepEqual(askedAt(11, ...follows), [0, ""]);
    for (const age of [0, 10]) {
      const lack = `running for ${age} seconds, and perhaps caught up before that\n`;
      assert.deepEqual(askedAt(age, ...follows), [1, lack]);
    }
    assert.deepEqual(askedAt(1, row(100, now, "Leader")), [0, ""]);
  });

  it("is there within the same probe where that is soon", () => {
    pod.write("tmp/started", `${1_795_366_465 - 5}\n`);
    assert.equal(askController(0, leader, row(100, now, "Follower")).status, 0);
    assert.equal(pod.calls().length, 3);
  });

  it("is there for a follower whatever the order of the rows", () => {
    assert.equal(askController(0, row(100, now - 114, "Follower"), leader).status, 0);
  });

  it("is not there for a follower that is behind, or has never caught up", () => {
    for (const caughtUp of [now - 10_000, -1]) {
      const { status, stdout } = askController(0, leader, row(100, caughtUp, "Follower"));
      assert.deepEqual([status, stdout], [1, "a Follower that is behind the leader\n"]);
    }
  });

  it("is not there for one that only looks on, or that the leader does not know", () => {
    assert.equal(askController(0, leader, row(100, now, "Observer")).status, 1);
    const { status, stdout } = askController(2, leader, row(100, now, "Follower"));
    assert.deepEqual([status, stdout], [1, "not in the quorum\n"]);
  });

  it("is not there for a broker's row with the pod's ordinal", () => {
    assert.equal(askController(0, leader, row(0, now, "Observer")).status, 1);
  });

  it("reads columns by their titles, whatever a release puts between them", () => {
    pod.write(
      "described",
      `NodeId Status New LastCaughtUpTimestamp\n101 Leader x ${now}\n100 Follower x ${now - 1}\n102 Follower x 5\n`,
    );
    const asked = (ordinal: number) =>
      pod.run("readiness.sh", [], {
        POD_NAME: `kafka-controller-${ordinal}`,
        NODE_ID_BASE: "100",
        FAKE_JAVA: `cat ${pod.at("described")}`,
      }).status;
    assert.deepEqual([0, 1, 2].map(asked), [0, 0, 1]);
  });

  it("is not there where nobody leads, and so nobody answers", () => {
    const controller = { POD_NAME: "kafka-controller-0", NODE_ID_BASE: "100" };
    assert.notEqual(pod.run("readiness.sh", [], { ...controller, FAKE_JAVA: "exit 1" }).status, 0);
    assert.equal(askController(0).status, 1);
  });

  it("asks the controller itself, by the pod's certificate", () => {
    askController(1, leader);
    const call = pod.calls()[0] ?? [];
    assert.deepEqual(call.slice(call.indexOf("org.apache.kafka.tools.MetadataQuorumCommand")), [
      "org.apache.kafka.tools.MetadataQuorumCommand",
      "--bootstrap-controller",
      "localhost:9093",
      "--command-config",
      `${pod.at("bin")}/../etc/readiness.properties`,
      "describe",
      "--replication",
    ]);
  });
});
