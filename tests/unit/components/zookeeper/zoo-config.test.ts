import assert from "node:assert/strict";
import fc from "fast-check";
import { zooKeeperConnect, zooKeeperDnsNames, zooKeeperHosts } from "../../../../components/zookeeper/names";
import { jvmOptions } from "../../../../components/zookeeper/pod";
import { renderClientConfig, renderZooConfig } from "../../../../components/zookeeper/zoo-config";

const parsed = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

const config = parsed(renderZooConfig(3, "kafka"));
const holds = (expected: Readonly<Record<string, string>>) => {
  for (const [key, value] of Object.entries(expected)) {
    assert.equal(config[key], value, key);
  }
};

const servers = fc.constantFrom(3, 5, 7);
const namespace = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);

describe("renderZooConfig", () => {
  it("names each server once, by the host that its pod keeps, with the id after its ordinal", () => {
    fc.assert(
      fc.property(servers, namespace, (count, place) => {
        const entries = Object.entries(parsed(renderZooConfig(count, place))).filter(([key]) => /^server\./.test(key));
        assert.deepEqual(
          entries,
          Array.from({ length: count }, (_, ordinal) => [
            `server.${ordinal + 1}`,
            `zookeeper-${ordinal}.zookeeper.${place}.svc.cluster.local:2888:3888`,
          ]),
        );
      }),
    );
  });

  it("makes servers prove themselves to each other and to clients, by name and with TLS 1.2 or newer", () => {
    holds({ sslQuorum: "true" });
    for (const prefix of ["ssl", "ssl.quorum"]) {
      holds({
        [`${prefix}.clientAuth`]: "need",
        [`${prefix}.hostnameVerification`]: "true",
        [`${prefix}.enabledProtocols`]: "TLSv1.3,TLSv1.2",
        [`${prefix}.keyStore.location`]: "/opt/kafka-platform/tls/tls-combined.pem",
        [`${prefix}.keyStore.type`]: "PEM",
        [`${prefix}.trustStore.location`]: "/opt/kafka-platform/trust/ca.crt",
        [`${prefix}.trustStore.type`]: "PEM",
      });
    }
    assert.doesNotMatch(`${config["ssl.ciphersuites"]},${config["ssl.quorum.ciphersuites"]}`, /CBC|NULL|RSA_WITH/);
  });

  it("opens only the port with TLS to others, and lets nobody have a session without a certificate", () => {
    holds({
      secureClientPort: "2182",
      serverCnxnFactory: "org.apache.zookeeper.server.NettyServerCnxnFactory",
      clientPort: "2181",
      clientPortAddress: "127.0.0.1",
      "enforce.auth.enabled": "true",
      "enforce.auth.schemes": "x509",
      "authProvider.x509": "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
      "admin.enableServer": "false",
      skipACL: "no",
    });
  });

  it("answers no four letter word that changes something or tells of clients", () => {
    holds({ "4lw.commands.whitelist": "srvr,ruok" });
  });

  it("lets only servers of the same namespace's platform pass every access list", () => {
    fc.assert(
      fc.property(namespace, (place) => {
        const superUser = parsed(renderZooConfig(3, place))["X509AuthenticationProvider.superUser"];
        assert.equal(superUser, `CN=zookeeper,O=${place}`);
      }),
    );
  });

  it("keeps what was written: each write is on the disk, and an empty server does not vote", () => {
    holds({ forceSync: "yes", "db.autocreate": "false", "snapshot.trust.empty": "false" });
  });

  it("never runs alone, and never changes its members by itself", () => {
    holds({ standaloneEnabled: "false", reconfigEnabled: "false" });
  });

  it("comes back by itself: it never gives up its port, and asks for a leader every few seconds", () => {
    holds({ quorumListenOnAllIPs: "true", electionPortBindRetry: "0", "fastleader.maxNotificationInterval": "5000" });
  });

  it("does not fill its volume with old snapshots", () => {
    holds({ "autopurge.snapRetainCount": "3", "autopurge.purgeInterval": "1", dataDir: "/var/lib/zookeeper/data" });
  });
});

describe("renderClientConfig", () => {
  it("makes the tools use the server's own certificate and check who they talk to", () => {
    assert.deepEqual(parsed(renderClientConfig()), {
      "zookeeper.client.secure": "true",
      "zookeeper.clientCnxnSocket": "org.apache.zookeeper.ClientCnxnSocketNetty",
      "zookeeper.ssl.hostnameVerification": "true",
      "zookeeper.ssl.keyStore.location": "/opt/kafka-platform/tls/tls-combined.pem",
      "zookeeper.ssl.keyStore.type": "PEM",
      "zookeeper.ssl.trustStore.location": "/opt/kafka-platform/trust/ca.crt",
      "zookeeper.ssl.trustStore.type": "PEM",
    });
  });
});

describe("the names of ZooKeeper", () => {
  it("tell Kafka every server, and its own part of the tree once", () => {
    fc.assert(
      fc.property(servers, namespace, (count, place) => {
        const [hosts, path] = zooKeeperConnect(count, place).split("/");
        assert.equal(path, "kafka");
        assert.deepEqual(
          hosts?.split(","),
          zooKeeperHosts(count, place).map((host) => `${host}:2182`),
        );
      }),
    );
  });

  it("are those that the certificate is good for, whatever the number of servers", () => {
    fc.assert(
      fc.property(servers, namespace, (count, place) => {
        const [wildcard, ...others] = zooKeeperDnsNames(place);
        assert.deepEqual(others, ["localhost"]);
        for (const host of zooKeeperHosts(count, place)) {
          assert.equal(host.replace(/^[^.]+/, "*"), wildcard);
        }
      }),
    );
  });
});

describe("the JVM of a server", () => {
  it("has a heap of one size, its own options, and no lasting memory of an address", () => {
    assert.deepEqual(jvmOptions({ heap: "1Gi", options: ["-XX:+UseG1GC"] }), [
      "-Xms1G",
      "-Xmx1G",
      "-XX:+UseG1GC",
      "-XX:+ExitOnOutOfMemoryError",
      "-Djava.awt.headless=true",
      "-Dsun.net.inetaddr.ttl=10",
    ]);
  });
});
