import assert from "node:assert/strict";
import { brokerAddresses, platformNeeds } from "../../../../components/platform/needs";
import { dev, prod, settingsOf } from "../../config/stack-file";

const controllers = {
  count: 5,
  resources: { cpu: "500m", memory: "1Gi" },
  jvm: { heap: "384Mi" },
  storageSize: "3Gi",
};
const inDev = (change: Parameters<typeof dev>[0] = {}) => settingsOf(dev(change));
const needs = (settings = inDev()) => platformNeeds(settings, { orders: { namespace: "shop" } }, "kafka-platform.dev");
const balanced = { type: "LoadBalancer", nodePortBase: undefined, addresses: ["a.example", "b.example", "c.example"] };

describe("what a platform needs of a cluster", () => {
  it("is room for the brokers, each with a volume, and where the settings say so", () => {
    const { brokers, stack, namespace, version } = needs();
    assert.deepEqual(brokers, {
      name: "kafka",
      member: "broker",
      labels: { app: "kafka" },
      count: 3,
      resources: { cpu: "250m", memory: "1Gi" },
      volumeSize: "2Gi",
      section: "kafka",
      sizeSetting: "storage.size",
      countSetting: "kafka.brokers",
    });
    assert.deepEqual([stack, namespace, version], ["kafka-platform.dev", "kafka", "4.2.0"]);
  });

  it("is a place for each application's credentials", () => {
    assert.deepEqual(needs().applications, [{ name: "orders", namespace: "shop", secrets: ["orders-kafka"] }]);
    const adopted = (rotation?: number) =>
      platformNeeds(inDev(), { orders: { namespace: "shop", adopted: true, rotation } }, "kafka-platform.dev")
        .applications;
    assert.deepEqual(adopted(), [], "one that keeps its password has no Secret");
    assert.equal(adopted(2).length, 1);
    const owner = platformNeeds(inDev(), { orders: { namespace: "shop", owns: ["orders."] } }, "kafka-platform.dev");
    assert.deepEqual(owner.applications[0]?.secrets, ["orders-kafka", "orders-kafka-owner"]);
  });

  it("is room for nothing else where brokers are controllers", () => {
    const { coordinators, coordination, metadataVersion } = needs();
    assert.deepEqual([coordinators, coordination, metadataVersion], [undefined, "kraft-combined", "4.2"]);
  });

  it("is room for controllers of their own", () => {
    const { coordinators, coordination, services } = needs(inDev({ kraft: { controllers } }));
    assert.equal(coordination, "kraft-dedicated");
    assert.deepEqual(coordinators, {
      name: "kafka-controller",
      member: "controller",
      labels: { app: "kafka-controller" },
      count: 5,
      resources: controllers.resources,
      volumeSize: "3Gi",
      section: "kraft.controllers",
      sizeSetting: "kraft.controllers.storageSize",
      countSetting: "kraft.controllers.count",
    });
    assert.ok(services.includes("kafka-controller"));
  });

  it("is room for ZooKeeper, and no metadata version with it", () => {
    const { coordinators, coordination, metadataVersion, services } = needs(settingsOf(prod()));
    assert.deepEqual([coordination, metadataVersion], ["zookeeper", undefined]);
    assert.deepEqual(coordinators, {
      name: "zookeeper",
      member: "ZooKeeper server",
      labels: { app: "zookeeper" },
      count: 3,
      resources: { cpu: "1", memory: "2Gi" },
      volumeSize: "20Gi",
      section: "zookeeper",
      sizeSetting: "zookeeper.storageSize",
      countSetting: "zookeeper.servers",
    });
    assert.ok(services.includes("zookeeper"));
  });

  it("is every Service that it makes, by its name, and those of administrators by themselves", () => {
    const { services, externalServices } = needs(inDev({ kafka: { brokers: 4 } }));
    const external = ["kafka-0-external", "kafka-1-external", "kafka-2-external", "kafka-3-external"];
    assert.deepEqual(services, ["kafka", "kafka-headless", ...external]);
    assert.deepEqual(externalServices, external);
  });

  it("is a NodePort for each broker, and none with load balancers", () => {
    assert.deepEqual(needs(inDev({ kafka: { brokers: 4 } })).nodePorts, [31_090, 31_091, 31_092, 31_093]);
    assert.deepEqual(needs(inDev({ external: balanced })).nodePorts, []);
  });

  it("is an address of every node where the settings name none", () => {
    assert.equal(needs().nodeAddresses, true);
    assert.equal(needs(inDev({ external: { addresses: ["a.example"] } })).nodeAddresses, false);
  });

  it("is a zone of every node where the settings ask for zones", () => {
    assert.equal(needs().zones, true);
    assert.equal(needs(inDev({ zones: undefined })).zones, false);
  });

  it("is the StorageClass and the priority that the settings name", () => {
    const { storageClass, priorityClass } = needs(
      inDev({ storage: { storageClass: "fast" }, kubernetes: { priorityClass: "vital" } }),
    );
    assert.deepEqual([storageClass, priorityClass], ["fast", "vital"]);
  });

  it("asks brokers at the same addresses as everybody", () => {
    const settings = inDev();
    const nodes = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    assert.deepEqual(needs(settings).bootstrap(nodes), brokerAddresses(settings, nodes));
  });
});

describe("brokers' addresses", () => {
  it("are the nodes' where the settings name none, and the settings' otherwise", () => {
    const nodes = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];
    assert.deepEqual(brokerAddresses(inDev(), nodes), ["10.0.0.1:31090", "10.0.0.2:31091", "10.0.0.3:31092"]);
    assert.deepEqual(brokerAddresses(inDev({ external: { addresses: ["a.example"] } }), nodes), [
      "a.example:31090",
      "a.example:31091",
      "a.example:31092",
    ]);
    assert.deepEqual(brokerAddresses(inDev({ external: balanced }), nodes), [
      "a.example:9094",
      "b.example:9094",
      "c.example:9094",
    ]);
  });
});
