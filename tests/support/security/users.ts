import { strict as assert } from "node:assert";
import { waitFor } from "../../../local/support/wait";
import { produce } from "../kafka-clients";
import { Application, authenticates, clientOptions, clusterRights } from "./applications";
import { refused } from "./expect";
import { converse } from "./handshake";
import { protocols } from "./protocols";
import { NAMESPACE, type Scene } from "./scene";

const TOPICS = {
  writable: "security-test.writable",
  readable: "security-test.readable",
  hidden: "security-test.hidden",
};

/** Tests that applications get in by their passwords only, and may then do what rules say and nothing else. */
export function users(scene: () => Scene): void {
  before(async () => {
    const topics = Object.values(TOPICS);
    await scene().accounts.administrate((admin) => admin.createTopics({ topics, partitions: 1, replicas: 3 }));
    await produce(scene().administrator, TOPICS.readable, ["known"]);
  });

  after(async () => {
    await scene().accounts.remove();
    await scene().accounts.administrate((admin) => admin.deleteTopics({ topics: Object.values(TOPICS) }));
  });

  it("takes a password by TLS only, and none but the right one of somebody it knows", async () => {
    const credentials = await scene().account("security-test");
    const { ca: _, ...plain } = scene().call("CLIENT");
    assert.ok(!protocols.CLIENT.isUnderstood(await converse(plain)));
    await refused(converse({ ...scene().call("CLIENT"), version: "TLSv1.1" }), /alert protocol version/);
    const wrong = { ...credentials, password: `${credentials.password}x` };
    assert.equal(await authenticates(scene().surroundings, wrong), false);
    assert.equal(await authenticates(scene().surroundings, { ...credentials, username: "nobody" }), false);
    for (const mechanism of ["PLAIN", "SCRAM-SHA-256"] as const) {
      assert.equal(await authenticates(scene().surroundings, { ...credentials, mechanism }), false);
    }
  });

  it("does nothing for who gives no password, not even with the administrator's certificate", async () => {
    const { tls, ...rest } = clientOptions(scene().surroundings);
    const { host, port } = scene().call("CLIENT");
    for (const certificate of [{}, scene().administrator.tls]) {
      const options = { ...rest, tls: { ...tls, ...certificate }, tlsServerName: scene().call("CLIENT").name ?? "" };
      await refused(clusterRights(options, host, port), /closed/i);
    }
  });

  it("lets a user do exactly what rules say", async () => {
    const { writable, readable, hidden } = TOPICS;
    const credentials = await scene().account("security-test");
    const application = new Application(scene().surroundings, credentials);
    try {
      for (const topic of Object.values(TOPICS)) {
        await refused(application.describe(topic), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.write(topic, "x"), /TOPIC_AUTHORIZATION_FAILED/);
        await refused(application.read(topic), /TOPIC_AUTHORIZATION_FAILED/);
      }
      await refused(application.join("security-test"), /GROUP_AUTHORIZATION_FAILED/);

      await scene().accounts.allow("security-test", [
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
      const options = clientOptions(scene().surroundings, await scene().account(username));
      const { host, port } = scene().call("CLIENT");
      const rights = await clusterRights({ ...options, tlsServerName: scene().call("CLIENT").name ?? "" }, host, port);
      assert.equal(rights, 0, username);
    }
  });
}
