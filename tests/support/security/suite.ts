import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";
import { ConfigResourceTypes } from "@platformatic/kafka";
import { askBroker, askBrokers, isView } from "../../../components/gates/broker-client";
import { confinement } from "./confinement";
import { mutualTls } from "./mutual-tls";
import { outsider, outsiderAtControllers } from "./outsider";
import { reachability } from "./reachability";
import { keyPair, NAMESPACE, Scene, type TestedPlatform } from "./scene";
import { secrecy } from "./secrecy";
import { users } from "./users";
import { zooKeeperRights } from "./zookeeper-rights";

/** Tests who gets in where with a platform that is up, and who does not. */
export function security(platform: TestedPlatform): void {
  const byZooKeeper = platform.parts.coordination === "zookeeper";

  const keeper = byZooKeeper ? "ZooKeeper" : platform.parts.dedicatedControllers ? "dedicated controllers" : "KRaft";

  describe(`security, with ${keeper}`, () => {
    let found: Scene;
    const scene = () => found;

    before(async () => {
      found = await Scene.of(platform);
    });

    mutualTls(scene, ["REPLICATION", "EXTERNAL"]);
    mutualTls(scene, byZooKeeper ? ["client", "quorum", "election"] : ["CONTROLLER"]);

    describe("who is known by a certificate that gives no rights", () => {
      outsider(scene);
      if (!byZooKeeper) {
        outsiderAtControllers(scene);
      }
    });

    if (byZooKeeper) {
      describe("ZooKeeper", () => zooKeeperRights(scene));
    }

    it("has every broker check the names of whom it calls", async () => {
      const expected = {
        "ssl.endpoint.identification.algorithm": "https",
        "ssl.client.auth": "required",
        ...(byZooKeeper && { "zookeeper.ssl.endpoint.identification.algorithm": "HTTPS" }),
      };
      const resources = scene().brokers.map((_, id) => ({
        resourceType: ConfigResourceTypes.BROKER,
        resourceName: String(id),
        configurationKeys: Object.keys(expected),
      }));
      const described = await scene().accounts.administrate((admin) => admin.describeConfigs({ resources }));
      assert.equal(described.length, 3);
      for (const { configs } of described) {
        assert.deepEqual(Object.fromEntries(configs.map(({ name, value }) => [name, value])), expected);
      }
    });

    describe("the port CLIENT", () => users(scene));

    it("serves the certificate that is in the Secret", async () => {
      const { cert } = await keyPair(NAMESPACE, "kafka-tls");
      const notAfter = new Date(new X509Certificate(cert).validTo).toISOString();
      const { addresses, tls } = scene().administrator;
      const answers = await askBrokers(addresses, (address) => askBroker(address, tls));
      assert.deepEqual(
        answers.map((answer) => (isView(answer) ? answer.notAfter : answer.error)),
        addresses.map(() => notAfter),
      );
    });

    reachability(scene);
    confinement(scene);
    secrecy(scene, platform);
  });
}
