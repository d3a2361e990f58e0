import { strict as assert } from "node:assert";
import { inPod } from "../rolling/pods";
import type { KeyPair } from "./call";
import { refused } from "./expect";
import { converse } from "./handshake";
import type { Scene } from "./scene";

const etc = "/opt/kafka-platform/etc";
const trust = "/opt/kafka-platform/trust/ca.crt";

/** What ZooKeeper's own client, in the pod of a server, says to a command. @param options of the JVM */
const client = (pod: string, server: string, options: readonly string[], command: string) => {
  const jvm = ["-Xmx64m", "-XX:+UseSerialGC", `-Dlog4j.configuration=file:${etc}/log4j.properties`, ...options];
  const main = `-cp '/opt/kafka/libs/*' org.apache.zookeeper.ZooKeeperMain -server ${server}`;
  return inPod(pod, `timeout 60 java ${jvm.join(" ")} ${main} ${command}`);
};

const tls = [
  "-Dzookeeper.client.secure=true",
  "-Dzookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty",
  "-Dzookeeper.ssl.trustStore.type=PEM",
  `-Dzookeeper.ssl.trustStore.location=${trust}`,
];

const by = (identity: string) => [
  ...tls,
  "-Dzookeeper.ssl.keyStore.type=PEM",
  `-Dzookeeper.ssl.keyStore.location=${identity}`,
];

/** Lets work use a key and its certificate in a pod; the test has made them, so a command line may show them. */
async function withIdentity<T>(pod: string, { key, cert }: KeyPair, work: (file: string) => Promise<T>): Promise<T> {
  const file = "/tmp/security-test.pem";
  await inPod(pod, `base64 -d >${file} <<<${Buffer.from(key + cert).toString("base64")}`);
  try {
    return await work(file);
  } finally {
    await inPod(pod, `rm -f ${file}`);
  }
}

/** Tests that ZooKeeper takes nothing from anybody but the platform, and what Kafka keeps there from Kafka alone. */
export function zooKeeperRights(scene: () => Scene): void {
  const [plain, secure] = ["127.0.0.1:2181", "localhost:2182"];
  const create = "create /security-test x";
  const children = () => inPod("zookeeper-0", "zookeeper-shell.sh ls /");

  it("takes nothing from who has no certificate, or one of another authority, on either of its ports", async () => {
    const impostor = (file: string) => client("zookeeper-2", secure, by(file), create);
    const [byPlainPort, anonymous, forged] = await Promise.all([
      client("zookeeper-0", plain, [], create),
      client("zookeeper-1", secure, tls, create),
      withIdentity("zookeeper-2", scene().impostor, impostor),
    ]);
    assert.match(byPlainPort, /Session closed because client failed to authenticate/);
    assert.match(anonymous, /Received fatal alert: (handshake_failure|certificate_required|bad_certificate)/);
    assert.match(forged, /Received fatal alert: certificate_unknown/);
    const before = await children();
    assert.match(before, /\bkafka\b/, "the tree can be read by who may");
    assert.doesNotMatch(before, /security-test/);

    const own = by("/opt/kafka-platform/tls/tls-combined.pem");
    assert.match(await client("zookeeper-0", secure, own, create), /^Created \/security-test$/m, "by a certificate");
    await client("zookeeper-0", secure, own, "delete /security-test");
    assert.doesNotMatch(await children(), /security-test/);
  });

  it("believes a server's certificate at no other address than that server's, where servers talk to each other", async () => {
    for (const port of ["quorum", "election"] as const) {
      const { from: _, ...fromHere } = scene().call(port);
      await refused(converse(fromHere), /alert certificate unknown/);
    }
  });

  it("gives what Kafka keeps in it to Kafka alone", async () => {
    for (const path of ["/kafka/brokers/topics", "/kafka/config/users", "/kafka/cluster/id"]) {
      const acl = await inPod("zookeeper-0", `zookeeper-shell.sh getAcl ${path}`);
      assert.match(acl, /'x509,'CN=kafka(,|%2C)O=kafka\s+: cdrwa/, path);
      // What everybody with a certificate may see, passwords' digests not among it; nobody else may change it.
      assert.doesNotMatch(acl, path === "/kafka/config/users" ? /'world/ : /'world,'anyone\s+: (?!r$)/m, path);
    }
    const outsider = (file: string) => client("zookeeper-0", secure, by(file), "create /kafka/brokers/ids/3 x");
    assert.match(await withIdentity("zookeeper-0", scene().outsider, outsider), /Insufficient permission|NoAuth/);
  });
}
