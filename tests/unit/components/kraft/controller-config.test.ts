import assert from "node:assert/strict";
import fc from "fast-check";
import { renderControllerProperties } from "../../../../components/kraft/controller-config";
import { controllerVoters, firstControllerId } from "../../../../components/kraft/names";
import { judgeBrokerProperty } from "../../../../config/broker-properties";
import { parsed, superUsers } from "../kafka/places";

const voters = controllerVoters(5, "events");
const render = (further: Readonly<Record<string, string | number>> = {}) =>
  parsed(
    renderControllerProperties({ voters, superUsers, replicationFactor: 3, minInsyncReplicas: 2, properties: further }),
  );
const properties = render();

describe("a controller's server.properties", () => {
  it("makes it a controller and nothing else, whom nodes call by certificates", () => {
    assert.equal(properties["process.roles"], "controller");
    assert.equal(properties["node.id"], "@ID@");
    assert.equal(properties.listeners, "CONTROLLER://:9093");
    assert.equal(properties["advertised.listeners"], "CONTROLLER://@HOST@:9093");
    assert.equal(properties["listener.security.protocol.map"], "CONTROLLER:SSL");
    assert.equal(properties["controller.listener.names"], "CONTROLLER");
    assert.equal(properties["ssl.client.auth"], "required");
    assert.equal(properties["ssl.endpoint.identification.algorithm"], "https");
    assert.deepEqual(
      Object.keys(properties).filter((name) => /^listener\.name|^zookeeper|sasl/.test(name)),
      [],
    );
  });

  it("denies by default like a broker's, for the same super users", () => {
    assert.equal(properties["authorizer.class.name"], "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    assert.equal(properties["allow.everyone.if.no.acl.found"], "false");
    assert.equal(properties["super.users"], "User:\\u00a7CN=kafka,O=kafka;User:\\u00a7CN=kafka-admin,O=kafka");
  });

  it("keeps records as safe as a broker's: controllers say how many copies a topic has, and who leads", () => {
    assert.equal(properties["default.replication.factor"], "3");
    assert.equal(properties["min.insync.replicas"], "2");
    assert.equal(properties["unclean.leader.election.enable"], "false");
  });

  it("has all of them vote, by ids that no broker has", () => {
    assert.deepEqual(
      voters.map(({ id }) => id),
      [100, 101, 102, 103, 104],
    );
    assert.equal(firstControllerId, 100);
    assert.equal(
      properties["controller.quorum.voters"]?.split(",")[4],
      "104@kafka-controller-4.kafka-controller.events.svc.cluster.local:9093",
    );
  });

  it("has the further properties of brokers, of which some are for controllers to follow", () => {
    const further = { "num.partitions": 6, "delete.topic.enable": "false" };
    assert.deepEqual(render(further), { ...properties, "num.partitions": "6", "delete.topic.enable": "false" });
  });

  it("lets no further property replace one of its own", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(properties)), fc.string()), (further) => {
        assert.deepEqual(render(further), properties);
      }),
    );
  });

  it("has only properties that the settings refuse to set a second time", () => {
    const free = Object.entries(properties).filter(([name, value]) => !judgeBrokerProperty(name, value));
    assert.deepEqual(free, []);
  });
});
