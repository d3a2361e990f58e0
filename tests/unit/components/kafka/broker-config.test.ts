import assert from "node:assert/strict";
import fc from "fast-check";
import { type BrokerConfigArgs, jvmOptions, renderServerProperties } from "../../../../components/kafka/broker-config";
import { brokerIds } from "../../../../components/kafka/names";
import { ownedProperties } from "../../../../config/kafka";

const place = { headlessService: "kafka-headless", namespace: "kafka" };
const args: BrokerConfigArgs = {
  networkThreads: 8,
  ioThreads: 8,
  socketSendBuffer: "100Ki",
  socketReceiveBuffer: "100Ki",
  logSegmentSize: "1Gi",
  compression: "snappy",
  properties: {},
};
const render = (change: Partial<BrokerConfigArgs> = {}) =>
  renderServerProperties({ ...args, ...change }, brokerIds, place)
    .trimEnd()
    .split("\n");

describe("renderServerProperties", () => {
  it("has every line that the platform was asked to have", () => {
    const lines = render();
    for (const line of [
      "num.network.threads=8",
      "num.io.threads=8",
      "socket.send.buffer.bytes=102400",
      "socket.receive.buffer.bytes=102400",
      "log.segment.bytes=1073741824",
      "compression.type=snappy",
      "default.replication.factor=3",
      "min.insync.replicas=2",
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it("keeps Kafka's own topics as safe as the others, and makes none by accident", () => {
    const lines = render();
    for (const line of [
      "offsets.topic.replication.factor=3",
      "transaction.state.log.replication.factor=3",
      "transaction.state.log.min.isr=2",
      "share.coordinator.state.topic.replication.factor=3",
      "share.coordinator.state.topic.min.isr=2",
      "unclean.leader.election.enable=false",
      "auto.create.topics.enable=false",
    ]) {
      assert.ok(lines.includes(line), line);
    }
  });

  it("says who the controllers are and where everybody listens", () => {
    const host = (id: number) => `kafka-${id}.kafka-headless.kafka.svc.cluster.local`;
    for (const line of [
      "process.roles=broker,controller",
      "node.id=@ID@",
      `controller.quorum.voters=0@${host(0)}:9093,1@${host(1)}:9093,2@${host(2)}:9093`,
      "listeners=REPLICATION://:9091,CLIENT://:9092,CONTROLLER://:9093,EXTERNAL://:9094",
      "advertised.listeners=REPLICATION://@HOST@:9091,CLIENT://@HOST@:9092,CONTROLLER://@HOST@:9093,EXTERNAL://@EXTERNAL_ADDRESS@",
      "inter.broker.listener.name=REPLICATION",
      "controller.listener.names=CONTROLLER",
    ]) {
      assert.ok(render().includes(line), line);
    }
  });

  it("takes further properties, none of which can replace one of its own", () => {
    assert.ok(render({ properties: { "log.cleaner.threads": 2 } }).includes("log.cleaner.threads=2"));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...ownedProperties), fc.string()), (properties) => {
        const rendered = new Set(render({ properties }));
        assert.ok(render().every((line) => rendered.has(line)));
      }),
    );
  });

  it("writes only properties that the settings refuse to set a second time", () => {
    const written = render().map((line) => line.split("=")[0] ?? "");
    assert.deepEqual(
      written.filter((property) => !ownedProperties.includes(property)),
      [],
    );
  });
});

describe("jvmOptions", () => {
  it("fixes the heap and keeps the flags as they were given", () => {
    assert.deepEqual(jvmOptions({ heap: "4Gi", options: ["-XX:+UseG1GC", "-XX:G1HeapRegionSize=16M"] }), [
      "-Xms4G",
      "-Xmx4G",
      "-XX:+UseG1GC",
      "-XX:G1HeapRegionSize=16M",
      "-XX:+ExitOnOutOfMemoryError",
      "-Djava.awt.headless=true",
    ]);
  });
});
