import assert from "node:assert/strict";
import fc from "fast-check";
import { type BrokerConfigArgs, jvmOptions, renderServerProperties } from "../../../../components/kafka/broker-config";
import { judgeBrokerProperty } from "../../../../config/broker-properties";
import { SPECIFIED_COLLECTOR, SPECIFIED_DURABILITY, SPECIFIED_PRODUCTION } from "../../../support/specified";
import { prod, settingsOf } from "../../config/stack-file";
import { brokerArgs, type PlaceName, parsed, placeNames, places } from "./places";

const render = (place: PlaceName, change: Partial<BrokerConfigArgs> = {}) =>
  parsed(renderServerProperties({ ...brokerArgs, ...change }, places[place]));

const shareGroups = {
  "share.coordinator.state.topic.min.isr": "2",
  "share.coordinator.state.topic.replication.factor": "3",
};

const secure = {
  "allow.everyone.if.no.acl.found": "false",
  "inter.broker.listener.name": "REPLICATION",
  "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512",
  "listener.name.client.scram-sha-512.sasl.jaas.config":
    "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  "listener.name.client.ssl.client.auth": "none",
  "ssl.client.auth": "required",
  "ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
  "ssl.endpoint.identification.algorithm": "https",
  "ssl.keystore.location": "/opt/kafka-platform/tls/tls-combined.pem",
  "ssl.keystore.type": "PEM",
  "ssl.protocol": "TLSv1.3",
  "ssl.truststore.location": "/opt/kafka-platform/trust/ca.crt",
  "ssl.truststore.type": "PEM",
  "super.users": "User:\\u00a7CN=kafka,O=kafka;User:\\u00a7CN=kafka-admin,O=kafka",
};

const pick = (from: Record<string, string>, like: object) =>
  Object.fromEntries(Object.keys(like).map((name) => [name, from[name]]));

const size = fc.constantFrom("1Ki", "100Ki", "1Mi", "1Gi");

/** Any settings, with properties that nobody may set among the further ones. */
const anyArgs = (names: readonly string[]): fc.Arbitrary<Partial<BrokerConfigArgs>> =>
  fc.record({
    networkThreads: fc.integer({ min: 1, max: 99 }),
    ioThreads: fc.integer({ min: 1, max: 99 }),
    socketSendBuffer: size,
    socketReceiveBuffer: size,
    logSegmentSize: size,
    compression: fc.constantFrom("snappy", "producer"),
    properties: fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ minLength: 1 })), fc.string()),
  });

for (const place of placeNames) {
  describe(`server.properties of a broker, ${place}`, () => {
    it("keeps records safe and strangers out, whatever the settings are", () => {
      const asked = { ...SPECIFIED_DURABILITY, ...(place === "zookeeper" ? {} : shareGroups), ...secure };
      const names = Object.keys(render(place));
      fc.assert(
        fc.property(anyArgs(names), (args) => {
          const text = renderServerProperties({ ...brokerArgs, ...args }, places[place]);
          for (const [name, value] of Object.entries(asked)) {
            assert.ok(`\n${text}`.includes(`\n${name}=${value}\n`), `${name}=${value}`);
          }
        }),
      );
      assert.deepEqual(pick(render(place), asked), asked);
    });

    it("takes further properties, none of which can replace one of its own", () => {
      assert.equal(render(place, { properties: { "log.cleaner.threads": 2 } })["log.cleaner.threads"], "2");
      const own = render(place);
      fc.assert(
        fc.property(fc.dictionary(fc.constantFrom(...Object.keys(own)), fc.string()), (properties) => {
          assert.deepEqual(render(place, { properties }), own);
        }),
      );
    });

    it("has only properties that the settings refuse to set a second time", () => {
      const free = Object.entries(render(place)).filter(([name, value]) => !judgeBrokerProperty(name, value));
      assert.deepEqual(free, []);
    });

    it("keeps as many copies as the settings say, of Kafka's own topics too", () => {
      const more = render(place, { replicationFactor: 5, minInsyncReplicas: 3 });
      const copies = Object.entries(more).filter(([name]) => /replication\.factor$/.test(name));
      const needed = Object.entries(more).filter(([name]) => /min\.(isr|insync\.replicas)$/.test(name));
      assert.deepEqual([...new Set(copies.map(([, value]) => value))], ["5"]);
      assert.deepEqual([...new Set(needed.map(([, value]) => value))], ["3"]);
      assert.deepEqual([copies.length, needed.length], place === "zookeeper" ? [3, 2] : [4, 3]);
    });

    it("has no listener without TLS, and no listener that asks nobody who he is", () => {
      const properties = render(place);
      const protocols = Object.fromEntries(
        (properties["listener.security.protocol.map"] ?? "").split(",").map((pair) => pair.split(":")),
      );
      for (const name of (properties.listeners ?? "").split(",").map((listener) => listener.split(":")[0] ?? "")) {
        assert.equal(protocols[name], name === "CLIENT" ? "SASL_SSL" : "SSL", name);
      }
      // The one exception from ssl.client.auth: applications prove themselves by SCRAM.
      assert.deepEqual(
        Object.keys(properties).filter((name) => /^listener\.name\..*\.ssl\./.test(name)),
        ["listener.name.client.ssl.client.auth"],
      );
      assert.ok(!Object.values(protocols).includes("PLAINTEXT"));
    });

    it("leaves to the start script what each pod has of its own, and nothing else", () => {
      const text = renderServerProperties(brokerArgs, places[place]);
      assert.deepEqual([...new Set(text.match(/@[A-Z_]+@/g))].sort(), ["@EXTERNAL_ADDRESS@", "@HOST@", "@ID@"]);
      assert.equal(render(place)["log.dirs"], "/var/lib/kafka/log");
    });
  });
}

const host = (id: number) => `kafka-${id}.kafka-headless.kafka.svc.cluster.local`;
const advertised = (names: readonly string[]) => names.join(",");
const replicationAndClient = ["REPLICATION://@HOST@:9091", "CLIENT://@HOST@:9092"];

describe("a broker that is a controller too", () => {
  const properties = render("combined");

  it("says who the controllers are and where everybody listens", () => {
    const controller = (id: number) => `${id}@${host(id)}:9093`;
    assert.deepEqual(pick(properties, { "process.roles": 1, "node.id": 1, "controller.quorum.voters": 1 }), {
      "process.roles": "broker,controller",
      "node.id": "@ID@",
      "controller.quorum.voters": [0, 1, 2].map(controller).join(","),
    });
    assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,CONTROLLER://:9093,EXTERNAL://:9094");
    assert.equal(
      properties["advertised.listeners"],
      advertised([...replicationAndClient, "CONTROLLER://@HOST@:9093", "EXTERNAL://@EXTERNAL_ADDRESS@"]),
    );
    assert.equal(properties["controller.listener.names"], "CONTROLLER");
  });
});

describe("a broker beside controllers of their own", () => {
  const properties = render("dedicated");

  it("does not listen for controllers, and knows how to call them", () => {
    assert.equal(properties["process.roles"], "broker");
    assert.equal(properties.listeners, "REPLICATION://:9091,CLIENT://:9092,EXTERNAL://:9094");
    assert.doesNotMatch(properties["advertised.listeners"] ?? "", /CONTROLLER/);
    assert.match(properties["listener.security.protocol.map"] ?? "", /(^|,)CONTROLLER:SSL(,|$)/);
    assert.equal(properties["controller.listener.names"], "CONTROLLER");
    const controller = (n: number) => `10${n}@kafka-controller-${n}.kafka-controller.kafka.svc.cluster.local:9093`;
    assert.equal(properties["controller.quorum.voters"], [0, 1, 2].map(controller).join(","));
  });
});

describe("a broker of a KRaft cluster", () => {
  it("knows nothing of ZooKeeper, and keeps access rules with the controllers", () => {
    for (const place of ["combined", "dedicated"] as const) {
      const properties = render(place);
      assert.deepEqual(
        Object.keys(properties).filter((name) => /^zookeeper|^broker\.id/.test(name)),
        [],
      );
      assert.equal(properties["authorizer.class.name"], "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    }
  });
});

describe("a broker of a ZooKeeper cluster", () => {
  const properties = render("zookeeper");

  it("has nothing of KRaft, which Kafka 3.9 would take for a KRaft cluster, and knows no share groups", () => {
    assert.deepEqual(
      Object.keys(properties).filter((name) => /^(process\.roles|node\.id|controller\.|share\.)/.test(name)),
      [],
    );
    assert.doesNotMatch(Object.values(properties).join("\n"), /CONTROLLER/);
    assert.equal(properties["broker.id"], "@ID@");
    assert.equal(properties["broker.id.generation.enable"], "false");
  });

  it("calls ZooKeeper over TLS with its certificate, and lets nobody else write there", () => {
    assert.deepEqual(Object.fromEntries(Object.entries(properties).filter(([name]) => name.startsWith("zookeeper."))), {
      "zookeeper.clientCnxnSocket": "org.apache.zookeeper.ClientCnxnSocketNetty",
      "zookeeper.connect": `${[0, 1, 2]
        .map((n) => `zookeeper-${n}.zookeeper.kafka.svc.cluster.local:2182`)
        .join(",")}/kafka`,
      "zookeeper.connection.timeout.ms": "30000",
      "zookeeper.session.timeout.ms": "18000",
      "zookeeper.set.acl": "true",
      "zookeeper.ssl.cipher.suites":
        "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384," +
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "zookeeper.ssl.client.enable": "true",
      "zookeeper.ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
      "zookeeper.ssl.endpoint.identification.algorithm": "HTTPS",
      "zookeeper.ssl.keystore.location": "/opt/kafka-platform/tls/tls-combined.pem",
      "zookeeper.ssl.keystore.type": "PEM",
      "zookeeper.ssl.protocol": "TLSv1.3",
      "zookeeper.ssl.truststore.location": "/opt/kafka-platform/trust/ca.crt",
      "zookeeper.ssl.truststore.type": "PEM",
    });
    assert.equal(properties["authorizer.class.name"], "kafka.security.authorizer.AclAuthorizer");
  });
});

describe("production", () => {
  const { kafka } = settingsOf(prod());

  it("has every line that the platform was asked to have", () => {
    const properties = parsed(renderServerProperties(kafka, places.zookeeper));
    assert.deepEqual(pick(properties, SPECIFIED_PRODUCTION), SPECIFIED_PRODUCTION);
  });

  it("gives a broker the heap and the collector that it was asked to have", () => {
    assert.deepEqual(jvmOptions(kafka.jvm), [
      "-Xms4G",
      "-Xmx4G",
      ...SPECIFIED_COLLECTOR,
      "-XX:+ExitOnOutOfMemoryError",
      "-Djava.awt.headless=true",
    ]);
  });
});

describe("jvmOptions", () => {
  it("fixes the heap and keeps the flags as they were given", () => {
    assert.deepEqual(jvmOptions({ heap: "384Mi", options: ["-Db=2", "-Da=1"] }).slice(0, 4), [
      "-Xms384M",
      "-Xmx384M",
      "-Db=2",
      "-Da=1",
    ]);
  });
});
