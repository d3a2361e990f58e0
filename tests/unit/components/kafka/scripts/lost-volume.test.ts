import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { renderServerProperties } from "../../../../../components/kafka/broker-config";
import { nodeFiles } from "../../../../../components/kafka/scripts";
import { renderControllerProperties } from "../../../../../components/kraft/controller-config";
import { controllerVoters } from "../../../../../components/kraft/names";
import { brokerArgs, type PlaceName, places, superUsers } from "../places";
import { clusterId, type Environment, PodFolder } from "./pod-folder";

let pod: PodFolder;

const broker = (place: PlaceName) =>
  new PodFolder(nodeFiles("files", "broker", "kraft", renderServerProperties(brokerArgs, places[place])));

// As Kafka 4.2.0 prints it.
const title =
  "NodeId\tDirectoryId           \tLogEndOffset\tLag\tLastFetchTimestamp\tLastCaughtUpTimestamp\tStatus  \t\n";
const now = 1_795_366_465_421;

/** What a leader says of its voters, so many milliseconds after the beginning; each with when it had caught up. */
const said = (leader: number, at: number, followers: Readonly<Record<number, number>>) => {
  const row = (id: number, caughtUp: number, status: string) =>
    `${id}     \tAAAAAAAAAAAAAAAAAAAAAA\t37          \t0  \t${now + at}     \t${now + caughtUp}        \t${status}\t\n`;
  const rows = Object.entries(followers).map(([id, caughtUp]) => row(Number(id), caughtUp, "Follower"));
  return title + row(leader, at, "Leader  ") + rows.join("") + row(7, at, "Observer");
};
const nobody =
  "Error: x\nCaused by: org.apache.kafka.common.errors.TimeoutException: Timed out waiting for a node assignment.\n";

/** How often the quorum was asked before the volume was formatted, and what was said of the wait. */
function begins(answers: readonly string[], environment: Environment = {}) {
  // A person gives leave after the last answer: nothing else would end the wait.
  const quorum = pod.answering(answers, `touch ${pod.at("tmp/begin-empty")}; exit 1`);
  const { status, stderr } = pod.run("start.sh", [], {
    FAKE_JAVA: `case "$*" in *MetadataQuorumCommand*) ${quorum} ;; esac`,
    ...environment,
  });
  assert.equal(status, 0, stderr);
  const classes = pod.calls().map((call) => call.find((word) => /^(kafka|org)\./.test(word)));
  assert.deepEqual(classes.slice(-2), ["kafka.tools.StorageTool", "kafka.Kafka"]);
  return { asked: classes.length - 2, stderr };
}

describe("start.sh of a broker that votes, with an empty volume in a cluster that is not new", () => {
  beforeEach(() => {
    pod = broker("combined");
    pod.write("established/established", "yes\n");
  });
  afterEach(() => pod.remove());

  it("begins when the two others hold what there was: both have been seen to go on with it", () => {
    const { asked } = begins([said(2, 0, { 0: -9, 1: -1 }), said(2, 3_000, { 0: 2_900, 1: -1 }), nobody]);
    assert.equal(asked, 2);
  });

  it("asks the others alone, by the pod's certificate", () => {
    begins([said(2, 0, { 0: 0 }), said(2, 3_000, { 0: 2_900 })]);
    const call = pod.calls()[0] ?? [];
    const host = (id: number) => `kafka-${id}.kafka-headless.kafka.svc.cluster.local:9093`;
    assert.deepEqual(call.slice(call.indexOf("org.apache.kafka.tools.MetadataQuorumCommand")), [
      "org.apache.kafka.tools.MetadataQuorumCommand",
      "--bootstrap-controller",
      `${host(0)},${host(2)}`,
      "--command-config",
      `${pod.at("bin")}/../etc/readiness.properties`,
      "describe",
      "--replication",
    ]);
  });

  it("waits for a leader", () => {
    const { asked, stderr } = begins([nobody, nobody, said(0, 0, { 2: 0 }), nobody, said(0, 9_000, { 2: 8_900 })]);
    assert.equal(asked, 6, "a leader that has gone in between is another one");
    assert.match(
      stderr,
      /^The volume of kafka-1 is empty .* until 2 others hold all of the metadata\. So far, nobody /,
    );
    assert.ok(
      stderr.includes("(Caused by: org.apache.kafka.common.errors.TimeoutException: Timed out waiting"),
      stderr,
    );
  });

  it("waits for a voter that lags, and counts neither what it was itself nor one that only looks on", () => {
    const lags = (at: number) => said(2, at, { 0: -60_000, 1: at });
    assert.equal(begins([lags(0), lags(3_000), lags(6_000)]).asked, 4);
  });

  it("is not content with what a follower had before the first look: its leader may be one no more", () => {
    assert.equal(begins([said(2, 0, { 0: 0 }), said(2, 3_000, { 0: 0 }), said(2, 6_000, { 0: 1 })]).asked, 3);
  });

  it("begins its looks anew when another one leads, whose clock is another", () => {
    const answers = [said(2, 0, { 0: 0 }), said(0, 90_000, { 2: 89_000 }), said(0, 93_000, { 2: 89_500 }), nobody];
    assert.equal(begins(answers).asked, 4 + 1);
  });

  it("says what it waits for at once, and then every half minute", () => {
    const { stderr } = begins(Array.from({ length: 21 }, (_, look) => said(2, look * 3_000, { 0: -1 })));
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 3);
    assert.match(lines[0] ?? "", /So far, voter 2 leads, and has been asked once\. Bring them up: kafka-0\./);
    assert.match(lines[2] ?? "", /So far, voter 2 leads, and 1 of 2 hold everything\..*docs\/operations\.md\.$/);
  });

  it("begins by leave of a person, which is good for this volume alone", () => {
    assert.equal(begins([]).asked, 1);
    assert.ok(!existsSync(pod.at("tmp/begin-empty")));
  });

  it("stops at once when it is told to while it waits, though it is process 1", () => {
    pod.write("jre/sleep", "#!/bin/sh\nkill -TERM $PPID\n");
    const { status, signal } = pod.run("start.sh", [], { FAKE_JAVA: "exit 1" });
    assert.deepEqual([status, signal], [143, null]);
    assert.ok(!pod.calls().some((call) => call.includes("kafka.tools.StorageTool")));
  });

  it("waits for nobody where the cluster is new", () => {
    pod.remove();
    pod = broker("combined");
    assert.deepEqual(begins([]), { asked: 0, stderr: "" });
  });

  it("waits for nobody with its own volume", () => {
    pod.write("data/meta.properties", `version=1\ncluster.id=${clusterId}\n`);
    assert.equal(pod.run("start.sh").status, 0);
    assert.equal(pod.calls().length, 1);
  });

  it("waits for nobody without a vote", () => {
    assert.deepEqual(begins([], { POD_NAME: "kafka-3" }), { asked: 0, stderr: "" });
    pod.remove();
    pod = broker("dedicated");
    pod.write("established/established", "yes\n");
    assert.deepEqual(begins([]), { asked: 0, stderr: "" });
  });
});

describe("start.sh of one of five controllers, with an empty volume in a cluster that is not new", () => {
  beforeEach(() => {
    const voters = controllerVoters(5, "kafka");
    const text = renderControllerProperties({ ...brokerArgs, voters, superUsers });
    pod = new PodFolder(nodeFiles("files", "controller", "kraft", text));
    pod.write("established/established", "yes\n");
  });
  afterEach(() => pod.remove());

  it("begins when three of the others hold everything, and no sooner", () => {
    const answers = [
      said(104, 0, { 100: 0, 101: 0, 102: 0, 103: -1 }),
      said(104, 3_000, { 100: 2_900, 101: 3_000, 102: 0, 103: -1 }),
      said(104, 6_000, { 100: 5_900, 101: 3_000, 102: 6_000, 103: -1 }),
    ];
    const controller = { POD_NAME: "kafka-controller-1", NODE_ID_BASE: "100", EXTERNAL_HOSTS: undefined };
    assert.equal(begins(answers, controller).asked, 3);
    const [call = []] = pod.calls();
    const hosts = (call[call.indexOf("--bootstrap-controller") + 1] ?? "").split(",");
    assert.deepEqual(
      hosts.map((host) => host.split(".")[0]),
      [0, 2, 3, 4].map((ordinal) => `kafka-controller-${ordinal}`),
    );
  });
});
