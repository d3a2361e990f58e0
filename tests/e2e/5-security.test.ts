import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";
import { Admin, ConfigResourceTypes, Connection, describeQuorumV2 } from "@platformatic/kafka";
import { servedCertificates } from "../../components/gates/readiness";
import { waitFor } from "../../local/support/wait";
import { produce } from "../support/kafka-clients";
import { Application, authenticates, clientOptions, clusterRights } from "../support/security/applications";
import { confinement } from "../support/security/confinement";
import { refused } from "../support/security/expect";
import { converse, isKafka } from "../support/security/handshake";
import { reachability } from "../support/security/reachability";
import { keyPair, Scene } from "../support/security/scene";
import { secrecy } from "../support/security/secrecy";

const NAMESPACE = "kafka";
const TOPICS = {
  writable: "security-test.writable",
  readable: "security-test.readable",
  hidden: "security-test.hidden",
};

describe("security", () => {
  let scene: Scene;

  before(async () => {
    scene = await Scene.of(NAMESPACE);
  });

  for (const listener of ["REPLICATION", "CONTROLLER", "EXTERNAL"] as const) {
    describe(`the listener ${listener}`, () => {
      it("answers who has a certificate of the platform's authority, by TLS 1.2 and 1.3 and nothing older", async () => {
        for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
          const answer = await converse({ ...scene.call(listener), version });
          assert.deepEqual([answer.protocol, isKafka(answer)], [version, true]);
        }
        await refused(converse({ ...scene.call(listener), version: "TLSv1.1" }), /alert protocol version/);
      });

      it("refuses who has no certificate, or one of another authority with a broker's name", async () => {
        const { identity: _, ...anonymous } = scene.call(listener);
        const impostor = { ...scene.call(listener), identity: scene.impostor };
        for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
          const missing = /alert (handshake failure|certificate required|bad certificate)/;
          await refused(converse({ ...anonymous, version }), missing);
          await refused(converse({ ...impostor, version }), /alert certificate unknown/);
        }
      });

      it("understands nothing that is not encrypted", async () => {
        const { host, port } = scene.call(listener);
        assert.ok(!isKafka(await converse({ host, port })));
      });

      it("proves the names of its broker and no other", async () => {
        const { name: _, ...byPodAddress } = scene.call(listener);
        await refused(converse({ ...byPodAddress, name: "kafka-0.kafka-headless.other.svc" }), /ERR_TLS_CERT_ALTNAME/);
        await refused(converse(byPodAddress), /ERR_TLS_CERT_ALTNAME/);
      });
    });
  }

  describe("who is known by a certificate that gives no rights", () => {
    const identities = () => ({ outsider: scene.outsider, administrator: scene.administrator.tls });
    /** How somebody calls a listener. */
    const options = (who: "outsider" | "administrator", listener: "REPLICATION" | "CONTROLLER" | "EXTERNAL") => {
      const { ca = "", name = "" } = scene.call(listener);
      return { tls: { ...identities()[who], ca }, tlsServerName: name };
    };

    it("may do nothing with brokers, where an administrator may", async () => {
      for (const listener of ["REPLICATION", "EXTERNAL"] as const) {
        const { host, port } = scene.call(listener);
        assert.notEqual(await clusterRights(options("administrator", listener), host, port), 0);
        assert.equal(await clusterRights(options("outsider", listener), host, port), 0);
      }
    });

    it("may do nothing with controllers, where an administrator may", async () => {
      const { port } = scene.call("CONTROLLER");
      const askQuorum = async (who: "outsider" | "administrator", host: string) => {
        const connection = new Connection(who, options(who, "CONTROLLER"));
        try {
          await connection.connect(host, port);
          const partitions = [{ partitionIndex: 0 }];
          return await describeQuorumV2.api.async(connection, [{ topicName: "__cluster_metadata", partitions }]);
        } finally {
          await connection.close();
        }
      };
      const hosts = scene.pods.map(({ status }) => status.podIP);
      const { topics } = await Promise.any(hosts.map((host) => askQuorum("administrator", host)));
      assert.equal(topics[0]?.partitions[0]?.currentVoters.length, 3, "the leader of the quorum answers");
      for (const host of hosts) {
        await refused(askQuorum("outsider", host), /CLUSTER_AUTHORIZATION_FAILED/);
      }
    });

    it("sees no topic and makes none", async () => {
      const bootstrapBrokers = [...scene.administrator.addresses];
      const { ca } = scene.administrator.tls;
      const admin = new Admin({ clientId: "outsider", bootstrapBrokers, tls: { ...scene.outsider, ca }, retries: 0 });
      try {
        await refused(admin.createTopics({ topics: [TOPICS.hidden] }), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(admin.metadata({ topics: ["call.events"] }), /TOPIC_AUTHORIZATION_FAILED/);
        assert.deepEqual(await admin.listTopics(), []);
      } finally {
        await admin.close();
      }
    });
  });

  it("has every broker check the names of whom it calls", async () => {
    const names = ["ssl.endpoint.identification.algorithm", "ssl.client.auth"];
    const resources = scene.pods.map((_, id) => ({
      resourceType: ConfigResourceTypes.BROKER,
      resourceName: String(id),
      configurationKeys: names,
    }));
    for (const { configs } of await scene.accounts.administrate((admin) => admin.describeConfigs({ resources }))) {
      const values = Object.fromEntries(configs.map(({ name, value }) => [name, value]));
      assert.deepEqual(
        names.map((name) => values[name]),
        ["https", "required"],
      );
    }
  });

  describe("the listener CLIENT", () => {
    before(async () => {
      const topics = Object.values(TOPICS);
      await scene.accounts.administrate((admin) => admin.createTopics({ topics, partitions: 1, replicas: 3 }));
      await produce(scene.administrator, TOPICS.readable, ["known"]);
    });

    after(async () => {
      await scene.accounts.removeAll();
      await scene.accounts.administrate((admin) => admin.deleteTopics({ topics: Object.values(TOPICS) }));
    });

    it("takes a password by TLS only, and none but the right one of somebody it knows", async () => {
      const credentials = await scene.account("security-test");
      const { host, port } = scene.call("CLIENT");
      assert.ok(!isKafka(await converse({ host, port })));
      await refused(converse({ ...scene.call("CLIENT"), version: "TLSv1.1" }), /alert protocol version/);
      const wrong = { ...credentials, password: `${credentials.password}x` };
      assert.equal(await authenticates(scene.surroundings, wrong), false);
      assert.equal(await authenticates(scene.surroundings, { ...credentials, username: "nobody" }), false);
      for (const mechanism of ["PLAIN", "SCRAM-SHA-256"] as const) {
        assert.equal(await authenticates(scene.surroundings, { ...credentials, mechanism }), false);
      }
    });

    it("does nothing for who gives no password, not even with the administrator's certificate", async () => {
      const { tls, ...rest } = clientOptions(scene.surroundings);
      const { host, port } = scene.call("CLIENT");
      for (const certificate of [{}, scene.administrator.tls]) {
        const options = { ...rest, tls: { ...tls, ...certificate }, tlsServerName: scene.call("CLIENT").name ?? "" };
        await refused(clusterRights(options, host, port), /closed/i);
      }
    });

    it("lets a user do exactly what rules say", async () => {
      const { writable, readable, hidden } = TOPICS;
      const credentials = await scene.account("security-test");
      const application = new Application(scene.surroundings, credentials);
      try {
        for (const topic of Object.values(TOPICS)) {
          await refused(application.describe(topic), /TOPIC_AUTHORIZATION_FAILED/);
          await refused(application.write(topic, "x"), /TOPIC_AUTHORIZATION_FAILED/);
          await refused(application.read(topic), /TOPIC_AUTHORIZATION_FAILED/);
        }
        await refused(application.join("security-test"), /GROUP_AUTHORIZATION_FAILED/);

        await scene.accounts.allow("security-test", [
          { on: "TOPIC", name: writable, operation: "WRITE" },
          { on: "TOPIC", name: readable, operation: "READ" },
          { on: "GROUP", name: "security-test", operation: "READ" },
        ]);
        const written = () => application.write(writable, "allowed").then(() => true);
        await waitFor("the rules to be known", written, { timeoutMs: 30_000 });
        await waitFor("the rules to be known", async () => (await application.read(readable)) === 1, {
          timeoutMs: 30_000,
        });
        // The topic of groups is made for the first one that is allowed.
        const joined = () => application.join("security-test").then(() => true);
        await waitFor("the group to have a coordinator", joined, { timeoutMs: 30_000 });

        await refused(application.read(writable), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.write(readable, "x"), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.describe(hidden), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.write(hidden, "x"), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.join("another"), /GROUP_AUTHORIZATION_FAILED/);
      } finally {
        await application.close();
      }
    });

    it("gives no rights to users who are named like the platform's own", async () => {
      const nodes = `CN=kafka,O=${NAMESPACE}`;
      for (const username of [
        "kafka",
        "kafka-admin",
        "CN=kafka",
        nodes,
        `User:${nodes}`,
        `CN=kafka-admin,O=${NAMESPACE}`,
      ]) {
        const options = clientOptions(scene.surroundings, await scene.account(username));
        const { host, port } = scene.call("CLIENT");
        const rights = await clusterRights({ ...options, tlsServerName: scene.call("CLIENT").name ?? "" }, host, port);
        assert.equal(rights, 0, username);
      }
    });
  });

  it("serves the certificate that is in the Secret, and says until when it is valid", async () => {
    const { cert } = await keyPair(NAMESPACE, "kafka-tls");
    const notAfter = new Date(new X509Certificate(cert).validTo).toISOString();
    const served = await servedCertificates(scene.administrator.addresses, scene.administrator.tls);
    assert.deepEqual(
      served,
      scene.administrator.addresses.map((address) => ({ address, notAfter })),
    );
  });

  reachability(() => scene, { coordination: "kraft", dedicatedControllers: false, zones: true });
  confinement(() => scene);
  secrecy(() => scene, ["kafka-tls", "kafka-admin-tls", "kafka-ca-1"]);
});
