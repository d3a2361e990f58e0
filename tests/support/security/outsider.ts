import { strict as assert } from "node:assert";
import { Admin, Connection, describeQuorumV2 } from "@platformatic/kafka";
import { clusterRights } from "./applications";
import { refused } from "./expect";
import type { PortName } from "./protocols";
import type { Scene } from "./scene";

type Caller = "outsider" | "administrator";

/** Tests that a certificate of the platform's authority gives no rights with Kafka by itself. */
export function outsider(scene: () => Scene): void {
  /** How somebody calls a listener. */
  const options = (who: Caller, port: PortName) => {
    const identities = { outsider: scene().outsider, administrator: scene().administrator.tls };
    const { ca = "", name = "" } = scene().call(port);
    return { tls: { ...identities[who], ca }, tlsServerName: name };
  };

  it("may do nothing with brokers, where an administrator may", async () => {
    for (const listener of ["REPLICATION", "EXTERNAL"] as const) {
      const { host, port } = scene().call(listener);
      assert.notEqual(await clusterRights(options("administrator", listener), host, port), 0);
      assert.equal(await clusterRights(options("outsider", listener), host, port), 0);
    }
  });

  it("sees no topic and makes none", async () => {
    const { addresses, tls } = scene().administrator;
    const identity = { ...scene().outsider, ca: tls.ca };
    // With ZooKeeper, the controller alone answers, and is not found at once. A denial is not tried again.
    const admin = new Admin({ clientId: "outsider", bootstrapBrokers: [...addresses], tls: identity, retries: 5 });
    try {
      await refused(admin.createTopics({ topics: ["security-test.new"] }), /TOPIC_AUTHORIZATION_FAILED/);
      await refused(admin.metadata({ topics: ["call.events"] }), /TOPIC_AUTHORIZATION_FAILED/);
      assert.deepEqual(await admin.listTopics(), []);
    } finally {
      await admin.close();
    }
  });
}

/** Tests the same with KRaft's controllers. */
export function outsiderAtControllers(scene: () => Scene): void {
  it("may do nothing with controllers, where an administrator may", async () => {
    const { port, ca = "", name = "" } = scene().call("CONTROLLER");
    const askQuorum = async (who: Caller, host: string) => {
      const identity = who === "outsider" ? scene().outsider : scene().administrator.tls;
      const connection = new Connection(who, { tls: { ...identity, ca }, tlsServerName: name });
      try {
        await connection.connect(host, port);
        const partitions = [{ partitionIndex: 0 }];
        return await describeQuorumV2.api.async(connection, [{ topicName: "__cluster_metadata", partitions }]);
      } finally {
        await connection.close();
      }
    };
    const hosts = scene()
      .pods.filter((pod) => scene().documented(pod).includes(port))
      .map(({ status }) => status.podIP);
    const { topics } = await Promise.any(hosts.map((host) => askQuorum("administrator", host)));
    assert.equal(topics[0]?.partitions[0]?.currentVoters.length, 3, "the leader of the quorum answers");
    for (const host of hosts) {
      await refused(askQuorum("outsider", host), /CLUSTER_AUTHORIZATION_FAILED/);
    }
  });
}
