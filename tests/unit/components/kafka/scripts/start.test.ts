import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { renderServerProperties } from "../../../../../components/kafka/broker-config";
import { nodeFiles } from "../../../../../components/kafka/scripts";
import { renderControllerProperties } from "../../../../../components/kraft/controller-config";
import { controllerVoters } from "../../../../../components/kraft/names";
import { brokerArgs, type PlaceName, parsed, places, superUsers } from "../places";
import { clusterId, type Environment, PodFolder } from "./pod-folder";

let pod: PodFolder;

const broker = (place: PlaceName) =>
  new PodFolder(
    nodeFiles("files", "broker", places[place].coordination.mode, renderServerProperties(brokerArgs, places[place])),
  );

/** The server.properties with which Kafka is started. */
function started(environment: Environment = {}): Record<string, string> {
  const { status, stderr } = pod.run("start.sh", [], environment);
  assert.equal(status, 0, stderr);
  return parsed(readFileSync(pod.at("tmp/server.properties"), "utf8"));
}

const external = (properties: Record<string, string>) => properties["advertised.listeners"]?.split("EXTERNAL://")[1];

describe("start.sh of a broker that is a controller too", () => {
  beforeEach(() => {
    pod = broker("combined");
  });
  afterEach(() => pod.remove());

  it("fills in what each pod has of its own", () => {
    const properties = started();
    const host = "kafka-1.kafka-headless.kafka.svc.cluster.local";
    assert.equal(properties["node.id"], "1");
    assert.equal(
      properties["advertised.listeners"],
      `REPLICATION://${host}:9091,CLIENT://${host}:9092,CONTROLLER://${host}:9093,EXTERNAL://10.0.0.9:31091`,
    );
    assert.doesNotMatch(Object.values(properties).join("\n"), /@[A-Z_]+@/);
  });

  it("notes the moment of each start, however long it then takes to be one", () => {
    pod.write("tmp/started", "1\n");
    started({ FAKE_JAVA: "sleep 60" });
    assert.equal(readFileSync(pod.at("tmp/started"), "utf8"), "1795366465\n");
  });

  it("gives brokers the external hosts in turn, each with a NodePort of its own", () => {
    const hosts = { EXTERNAL_HOSTS: "one.example two.example" };
    assert.deepEqual(
      ["kafka-0", "kafka-1", "kafka-2"].map((name) => external(started({ ...hosts, POD_NAME: name }))),
      ["one.example:31090", "two.example:31091", "one.example:31092"],
    );
  });

  it("gives each broker its load balancer's host, all with the same port", () => {
    const hosts = { EXTERNAL_HOSTS: "a.example b.example c.example", EXTERNAL_PORT: "9094", EXTERNAL_PORT_STEP: "0" };
    assert.deepEqual(
      ["kafka-0", "kafka-1", "kafka-2"].map((name) => external(started({ ...hosts, POD_NAME: name }))),
      ["a.example:9094", "b.example:9094", "c.example:9094"],
    );
  });

  it("puts brackets around an IPv6 address of its node", () => {
    assert.equal(external(started({ EXTERNAL_HOSTS: "fd00::9" })), "[fd00::9]:31091");
  });

  it("has the zone that an init container has found for its rack, and none where nobody asked", () => {
    assert.equal(started()["broker.rack"], undefined);
    pod.write("zone", "zone-2\n");
    assert.equal(started({ ZONE_FILE: pod.at("zone") })["broker.rack"], "zone-2");
  });

  it("does not start without a zone where one was asked for", () => {
    assert.notEqual(pod.run("start.sh", [], { ZONE_FILE: pod.at("zone") }).status, 0);
    assert.equal(existsSync(pod.at("calls")), false);
  });

  it("formats an empty volume with the cluster's id and release, and becomes the broker", () => {
    started();
    const [format, node] = pod.calls();
    assert.deepEqual(format?.slice(format.indexOf("kafka.tools.StorageTool")), [
      "kafka.tools.StorageTool",
      "format",
      `--cluster-id=${clusterId}`,
      "--release-version",
      "4.2",
      "--config",
      pod.at("tmp/server.properties"),
    ]);
    assert.deepEqual(node?.slice(0, 2), ["-Xms1G", "-Xmx1G"]);
    assert.deepEqual(node?.slice(-2), ["kafka.Kafka", pod.at("tmp/server.properties")]);
  });

  it("never formats a volume that holds data of the cluster", () => {
    pod.write("data/meta.properties", `version=1\ncluster.id=${clusterId}\n`);
    started();
    assert.deepEqual(
      pod.calls().map((call) => call.at(-2)),
      ["kafka.Kafka"],
    );
  });

  it("refuses a volume of another cluster, and says so", () => {
    pod.write("data/meta.properties", "cluster.id=other\n");
    const { status, stderr } = pod.run("start.sh");
    assert.equal(status, 1);
    assert.ok(
      stderr.includes(
        `volume of kafka-1 belongs to Kafka cluster other, and this stack's id is ${clusterId}. Nothing was `,
      ),
    );
    assert.match(stderr, /`pulumi import -- random:index\/randomId:RandomId kafka-cluster-id other`/);
    assert.doesNotMatch(stderr, /empty/);
    assert.equal(existsSync(pod.at("calls")), false);
  });

  it("formats no volume that holds data, though meta.properties is lost", () => {
    for (const file of [
      "data/__cluster_metadata-0/00000000000000000000.log",
      "data/call.events-11/partition.metadata",
    ]) {
      pod.write(file, "");
      const { status, stderr } = pod.run("start.sh");
      assert.equal(status, 1, file);
      assert.ok(stderr.includes(`holds data, ${pod.at(dirname(file))} for one, and no meta.properties`));
      assert.equal(existsSync(pod.at("calls")), false, file);
      rmSync(pod.data, { recursive: true });
    }
  });

  it("formats a volume again where formatting was interrupted", () => {
    pod.write("data/__cluster_metadata-0/00000000000000000000-0000000000.checkpoint", "");
    pod.write("data/bootstrap.checkpoint", "");
    assert.equal(pod.run("start.sh").status, 0);
    assert.equal(pod.calls().length, 2);
  });

  it("starts no broker on a volume that could not be formatted", () => {
    assert.equal(pod.run("start.sh", [], { FAKE_JAVA: "exit 3" }).status, 3);
    assert.equal(pod.calls().length, 1);
  });

  it("makes a pod that scaling adds a broker alone, since the controllers are fixed", () => {
    const properties = started({ POD_NAME: "kafka-3" });
    assert.equal(properties["process.roles"], "broker");
    assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,EXTERNAL://:9094");
    assert.doesNotMatch(properties["advertised.listeners"] ?? "", /CONTROLLER/);
    assert.match(properties["listener.security.protocol.map"] ?? "", /CONTROLLER:SSL/);
    assert.equal(external(properties), "10.0.0.9:31093");
    assert.match(properties["controller.quorum.voters"] ?? "", /^0@.*,1@.*,2@[^,]*$/);
  });
});

describe("start.sh of a broker beside controllers of their own", () => {
  beforeEach(() => {
    pod = broker("dedicated");
  });
  afterEach(() => pod.remove());

  it("changes nothing about its roles and listeners", () => {
    for (const name of ["kafka-0", "kafka-4"]) {
      const properties = started({ POD_NAME: name });
      assert.equal(properties["process.roles"], "broker");
      assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,EXTERNAL://:9094");
    }
  });
});

describe("start.sh of a controller", () => {
  const controller = {
    POD_NAME: "kafka-controller-2",
    POD_DOMAIN: "kafka-controller.kafka.svc.cluster.local",
    NODE_ID_BASE: "100",
    EXTERNAL_HOSTS: undefined,
    EXTERNAL_PORT: undefined,
    EXTERNAL_PORT_STEP: undefined,
  };

  beforeEach(() => {
    const voters = controllerVoters(3, "kafka");
    const text = renderControllerProperties({ ...brokerArgs, voters, superUsers });
    pod = new PodFolder(nodeFiles("files", "controller", "kraft", text));
  });
  afterEach(() => pod.remove());

  it("has an id above the brokers', and no address outside the cluster", () => {
    const properties = started(controller);
    assert.equal(properties["node.id"], "102");
    assert.equal(properties["process.roles"], "controller");
    assert.equal(
      properties["advertised.listeners"],
      "CONTROLLER://kafka-controller-2.kafka-controller.kafka.svc.cluster.local:9093",
    );
    assert.doesNotMatch(Object.values(properties).join("\n"), /@[A-Z_]+@/);
  });

  it("formats an empty volume, and refuses another cluster's", () => {
    started(controller);
    assert.ok(pod.calls()[0]?.includes("kafka.tools.StorageTool"));
    pod.write("data/meta.properties", "cluster.id=other\n");
    assert.match(pod.run("start.sh", [], controller).stderr, /^The volume of kafka-controller-2 belongs to /);
  });
});

describe("start.sh of a broker with ZooKeeper", () => {
  beforeEach(() => {
    pod = broker("zookeeper");
  });
  afterEach(() => pod.remove());

  // One node of ZooKeeper's tree, in a file: that ZooKeeper takes these commands is for the end-to-end tests to show.
  const zooKeeper = () => ({
    METADATA_VERSION: undefined,
    ID_NODE: pod.at("id-node"),
    FAKE_JAVA: `case "$*" in
      *" get /kafka/cluster/id") cat "$ID_NODE" ;;
      *ZooKeeperMain*) sed -n 's|^create /kafka/cluster/id \\(.*\\) auth::cdrwa,world:anyone:r$|\\1|p' >"$ID_NODE" ;;
    esac`,
  });
  const idNode = (id: string) => `{"version":"1","id":"${id}"}\n`;
  const kafkaStarts = () => pod.calls().filter((call) => call.includes("kafka.Kafka")).length;

  it("has an id that says which broker it is, and no controllers", () => {
    const properties = started(zooKeeper());
    assert.equal(properties["broker.id"], "1");
    assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,EXTERNAL://:9094");
    assert.doesNotMatch(Object.values(properties).join("\n"), /@[A-Z_]+@/);
  });

  it("writes the cluster's id to ZooKeeper before the first broker makes one up", () => {
    started(zooKeeper());
    assert.equal(readFileSync(pod.at("id-node"), "utf8"), idNode(clusterId));
    assert.deepEqual(
      pod.calls().map((call) => call.includes("kafka.Kafka")),
      [false, false, false, true],
    );
  });

  it("calls ZooKeeper by the broker's own settings for TLS, at an address without Kafka's part of the tree", () => {
    started(zooKeeper());
    const call = pod.calls()[0] ?? [];
    assert.equal(call[call.indexOf("-zk-tls-config-file") + 1], pod.at("tmp/server.properties"));
    assert.match(call[call.indexOf("-server") + 1] ?? "", /^zookeeper-0\.[^/]*:2182,[^/]*,zookeeper-2\.[^/]*:2182$/);
  });

  it("is content with the id that another broker has written", () => {
    pod.write("id-node", idNode(clusterId));
    started(zooKeeper());
    assert.equal(pod.calls().length, 2);
    assert.equal(readFileSync(pod.at("id-node"), "utf8"), idNode(clusterId));
  });

  it("does not join another cluster, and says which it is", () => {
    pod.write("id-node", idNode("other"));
    const { status, stderr } = pod.run("start.sh", [], zooKeeper());
    assert.equal(status, 1);
    assert.ok(stderr.includes(`/kafka serves Kafka cluster other, and this stack's id is ${clusterId}`), stderr);
    assert.equal(kafkaStarts(), 0);
    assert.equal(readFileSync(pod.at("id-node"), "utf8"), idNode("other"));
  });

  it("gives up on a ZooKeeper that takes no id, with what it says", () => {
    const { status, stderr } = pod.run("start.sh", [], {
      ...zooKeeper(),
      FAKE_JAVA: "echo Connection refused; exit 1",
    });
    assert.equal(status, 1);
    assert.match(stderr, /^ZooKeeper at zookeeper-0\..* does not take this cluster's id.*\nConnection refused\n$/);
    assert.equal(kafkaStarts(), 0);
  });

  it("asks nothing of ZooKeeper with a volume that is the cluster's already", () => {
    pod.write("data/meta.properties", `version=0\ncluster.id=${clusterId}\n`);
    started(zooKeeper());
    assert.deepEqual([pod.calls().length, kafkaStarts()], [1, 1]);
  });
});
