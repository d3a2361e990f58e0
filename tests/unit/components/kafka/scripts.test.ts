import assert from "node:assert/strict";
import { nodeFiles } from "../../../../components/kafka/scripts";
import { parsed } from "./places";

const broker = nodeFiles("kafka-files", "broker", "kraft", "a=b\n", { "zone.sh": "exit 0\n" });

describe("a node's files", () => {
  it("all lie somewhere, none at the place of another", () => {
    assert.deepEqual([...new Set(broker.items.map(({ key }) => key))].sort(), Object.keys(broker.data).sort());
    assert.equal(new Set(broker.items.map(({ path }) => path)).size, broker.items.length);
    assert.deepEqual(
      broker.items.filter(({ key, path }) => key === "server.properties" || path === "bin/zone.sh"),
      [
        { key: "server.properties", path: "etc/server.properties" },
        { key: "zone.sh", path: "bin/zone.sh" },
      ],
    );
    assert.equal(broker.data["server.properties"], "a=b\n");
  });

  it("are those of its kind, and of what keeps its metadata", () => {
    const controller = nodeFiles("kafka-files", "controller", "kraft", "a=b\n");
    const withZooKeeper = nodeFiles("kafka-files", "broker", "zookeeper", "a=b\n");
    assert.match(broker.data["readiness.sh"] ?? "", /TopicCommand/);
    assert.match(controller.data["readiness.sh"] ?? "", /MetadataQuorumCommand/);
    assert.match(broker.data["new-volume.sh"] ?? "", /StorageTool/);
    assert.match(withZooKeeper.data["new-volume.sh"] ?? "", /ZooKeeperMain/);
    assert.doesNotMatch(withZooKeeper.data["new-volume.sh"] ?? "", /StorageTool/);
  });

  it("have another ConfigMap's name when one of them is another", () => {
    const again = nodeFiles("kafka-files", "broker", "kraft", "a=b\n", { "zone.sh": "exit 0\n" });
    assert.equal(again.configMap, broker.configMap);
    const names = [
      broker,
      nodeFiles("kafka-files", "broker", "kraft", "a=c\n", { "zone.sh": "exit 0\n" }),
      nodeFiles("kafka-files", "broker", "kraft", "a=b\n", { "zone.sh": "exit 1\n" }),
      nodeFiles("kafka-files", "broker", "kraft", "a=b\n"),
    ].map(({ configMap }) => configMap);
    assert.equal(new Set(names).size, names.length);
  });

  it("let tools and probes prove themselves by the pod's certificate, to nobody but the host that they called", () => {
    for (const name of ["client.properties", "readiness.properties"]) {
      const properties = parsed(broker.data[name] ?? "");
      assert.equal(properties["security.protocol"], "SSL", name);
      assert.equal(properties["ssl.endpoint.identification.algorithm"], "https", name);
      assert.equal(properties["ssl.keystore.location"], "/opt/kafka-platform/tls/tls-combined.pem", name);
      assert.equal(properties["ssl.truststore.location"], "/opt/kafka-platform/trust/ca.crt", name);
    }
  });

  it("have a probe give up before Kubernetes gives up on it", () => {
    const properties = parsed(broker.data["readiness.properties"] ?? "");
    assert.equal(properties["default.api.timeout.ms"], "8000");
    assert.equal(properties["request.timeout.ms"], "5000");
    assert.equal(properties["socket.connection.setup.timeout.ms"], "2000");
  });
});
