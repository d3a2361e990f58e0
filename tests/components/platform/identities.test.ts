import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import { ownerName } from "../../../components/certificates/names";
import { type Identities, issueIdentities } from "../../../components/platform/identities";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { certificateOf, keyOf } from "../kubernetes-api";
import { isSecret, type Registration, revealed, type World } from "../mocks";
import { registerIssued } from "../platform";

async function issuedFor(world: World, settings = settingsOf(dev()), hosts: readonly string[] = []) {
  let identities: Identities | undefined;
  const resources = await registerIssued(world, () => {
    identities = issueIdentities("certificates", settings, hosts, {});
    const { nodes, administrator, authorities } = identities;
    const { certificateDigest, trust } = nodes;
    new k8s.core.v1.ConfigMap("user", { data: { certificateDigest, trust, authorities } });
    new k8s.core.v1.ConfigMap("administrator", { data: administrator as never });
  });
  return { identities: identities as Identities, resources };
}

const specOf = (resources: readonly Registration[], name: string) => {
  const found = resources.filter(({ inputs }) => inputs.kind === "Certificate" && inputs.metadata.name === name);
  assert.equal(found.length, 1, name);
  return found[0]?.inputs.spec;
};
const dataOf = (resources: readonly Registration[], name: string) =>
  revealed(resources.find((one) => one.name === name)?.inputs.data) as Record<string, unknown>;

describe("the brokers' and controllers' certificate", () => {
  it("is good for every name by which somebody calls them, in the cluster and on the pod itself", async () => {
    const { resources } = await issuedFor("known outputs");
    const { dnsNames, ipAddresses } = specOf(resources, "kafka-tls");
    assert.deepEqual(dnsNames, [
      "*.kafka-headless.kafka.svc.cluster.local",
      "*.kafka-controller.kafka.svc.cluster.local",
      "kafka.kafka.svc.cluster.local",
      "kafka.kafka.svc",
      "kafka.kafka",
      "kafka",
      "localhost",
    ]);
    assert.deepEqual(ipAddresses, ["127.0.0.1"]);
  });

  it("is good for the hosts where administrators call, each once and in the same order every time", async () => {
    const hosts = ["b.example", "10.0.0.2", "fd00::9", "a.example", "10.0.0.1", "b.example"];
    const { resources } = await issuedFor("known outputs", undefined, hosts);
    const { dnsNames, ipAddresses } = specOf(resources, "kafka-tls");
    assert.deepEqual(dnsNames.slice(-2), ["a.example", "b.example"]);
    assert.deepEqual(ipAddresses, ["127.0.0.1", "10.0.0.1", "10.0.0.2", "fd00::9"]);
    const turned = await issuedFor("known outputs", undefined, [...hosts].reverse());
    assert.deepEqual(specOf(turned.resources, "kafka-tls"), specOf(resources, "kafka-tls"));
  });

  it("is mounted by its Secret, with a digest that changes when other hosts are asked for", async () => {
    const before = await issuedFor("known outputs", undefined, ["10.0.0.1"]);
    assert.equal(before.identities.nodes.secret, "kafka-tls");
    const after = await issuedFor("known outputs", undefined, ["10.0.0.1", "10.0.0.2"]);
    const digest = ({ resources }: typeof before) => dataOf(resources, "user").certificateDigest;
    // Another one, for the same certificate, would roll every broker there is.
    assert.equal(digest(before), "1be3ed4f13");
    assert.notEqual(digest(after), digest(before));
  });
});

describe("ZooKeeper's certificate", () => {
  it("is its own, and there only where ZooKeeper is", async () => {
    const { identities, resources } = await issuedFor("known outputs", settingsOf(prod()), ["10.0.0.1"]);
    assert.equal(identities.zooKeeper?.secret, "zookeeper-tls");
    const { dnsNames, ipAddresses, commonName } = specOf(resources, "zookeeper-tls");
    assert.deepEqual(
      [commonName, dnsNames, ipAddresses],
      ["zookeeper", ["*.zookeeper.kafka.svc.cluster.local", "localhost"], ["127.0.0.1"]],
    );
    const combined = await issuedFor("known outputs");
    assert.equal(combined.identities.zooKeeper, undefined);
    assert.ok(!combined.resources.some(({ inputs }) => inputs.metadata?.name === "zookeeper-tls"));
  });
});

describe("who may do everything", () => {
  it("is the nodes and this program, by their whole names, and not ZooKeeper", async () => {
    const settings = settingsOf(prod({ kubernetes: { namespace: "events" } }));
    const { identities } = await issuedFor("unknown outputs", settings);
    assert.deepEqual(identities.superUsers, ["CN=kafka,O=events", "CN=kafka-admin,O=events"]);
  });
});

describe("the owner of topics", () => {
  it("is known by a name that is nobody's who may do everything, whatever the application is called", async () => {
    const { identities } = await issuedFor("unknown outputs");
    for (const application of ["kafka", "kafka-admin", "zookeeper", "orders"]) {
      const name = ownerName(application, 1);
      assert.ok(!identities.superUsers.includes(name), name);
      assert.match(name, /^CN=[a-z0-9-]+,OU=owner-1$/);
    }
  });
});

describe("the administrator's identity", () => {
  it("has the bundle of trusted authorities, and a key that is a secret", async () => {
    const both = settingsOf(dev({ certificates: { authorities: [1, 2], issuer: 1 } }));
    const { resources } = await issuedFor("known outputs", both);
    const { ca, cert, key } = dataOf(resources, "administrator");
    assert.equal(ca, certificateOf("kafka-ca-1") + certificateOf("kafka-ca-2"));
    assert.deepEqual([cert, key], [certificateOf("kafka-admin-tls"), keyOf("kafka-admin-tls")]);
    assert.ok(isSecret(resources.find(({ name }) => name === "administrator")?.inputs.data));
  });

  it("leaves public what applications need: the authorities", async () => {
    const { resources } = await issuedFor("known outputs");
    const { authorities } = dataOf(resources, "user");
    assert.equal(authorities, certificateOf("kafka-ca-1"));
  });
});
