import { type PropertyValue, renderProperties } from "../../lib/properties";
import { distinguishedName } from "../certificates/names";
import { platformPath } from "../workload/pod";
import { zooKeeperHosts, zooKeeperPorts } from "./names";

/** Where the volume of a server is mounted. */
export const dataPath = "/var/lib/zookeeper";

const identity = `${platformPath}/tls/tls-combined.pem`;
const authorities = `${platformPath}/trust/ca.crt`;

const stores = (prefix: string): Readonly<Record<string, PropertyValue>> => ({
  [`${prefix}.keyStore.location`]: identity,
  [`${prefix}.keyStore.type`]: "PEM",
  [`${prefix}.trustStore.location`]: authorities,
  [`${prefix}.trustStore.type`]: "PEM",
  [`${prefix}.hostnameVerification`]: true,
});

// ZooKeeper's own list has no suite of TLS 1.3, and some that no client of this platform needs.
const suites = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
];

// Both sides of a connection have to prove themselves. A server that is called checks the caller's host too: it looks
// up the caller's address, so the cluster's DNS has to answer for the addresses of a headless Service's pods.
const mutualTls = (prefix: string): Readonly<Record<string, PropertyValue>> => ({
  ...stores(prefix),
  [`${prefix}.protocol`]: "TLSv1.3",
  [`${prefix}.enabledProtocols`]: "TLSv1.3,TLSv1.2",
  [`${prefix}.ciphersuites`]: suites.join(","),
  [`${prefix}.clientAuth`]: "need",
});

const clients: Readonly<Record<string, PropertyValue>> = {
  serverCnxnFactory: "org.apache.zookeeper.server.NettyServerCnxnFactory",
  secureClientPort: zooKeeperPorts.client,
  // Only for the probes of the pod itself, which ask by four letter words: sessions need a certificate.
  clientPort: 2181,
  clientPortAddress: "127.0.0.1",
  "4lw.commands.whitelist": "srvr,ruok",
  "admin.enableServer": false,
  "authProvider.x509": "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
  "enforce.auth.enabled": true,
  "enforce.auth.schemes": "x509",
  skipACL: "no",
};

const quorum: Readonly<Record<string, PropertyValue>> = {
  sslQuorum: true,
  // A pod may be known by an address that it does not have itself, as in a service mesh.
  quorumListenOnAllIPs: true,
  // A server that gave up its port would stay up without ever voting again.
  electionPortBindRetry: 0,
  standaloneEnabled: false,
  reconfigEnabled: false,
  tickTime: 2000,
  // Half a minute for a server to catch up with the leader at first, and ten seconds without a word from it later.
  initLimit: 15,
  syncLimit: 5,
  // Servers that have found no leader for long would ask each other once a minute only.
  "fastleader.maxNotificationInterval": 5000,
};

const data: Readonly<Record<string, PropertyValue>> = {
  // A folder in the volume and not the volume itself, which root owns.
  dataDir: `${dataPath}/data`,
  forceSync: "yes",
  // A server whose volume was lost must not vote as if nothing had ever been written: with another one that lags
  // behind it would make a majority that has forgotten what the third one knows. So an empty server waits for the
  // others to find a leader and takes its data, unless the start script knows that the ensemble is new.
  "db.autocreate": false,
  "snapshot.trust.empty": false,
  "autopurge.snapRetainCount": 3,
  "autopurge.purgeInterval": 1,
};

/** The text of zoo.cfg, the same for every server. */
export const renderZooConfig = (servers: number, namespace: string): string =>
  renderProperties({
    ...data,
    ...clients,
    ...mutualTls("ssl"),
    // Who has a server's key can be a server and change everything; so its tools may repair everything too.
    "X509AuthenticationProvider.superUser": distinguishedName("zookeeper", namespace),
    ...quorum,
    ...mutualTls("ssl.quorum"),
    ...Object.fromEntries(
      zooKeeperHosts(servers, namespace).map((host, ordinal) => [
        `server.${ordinal + 1}`,
        `${host}:${zooKeeperPorts.quorum}:${zooKeeperPorts.election}`,
      ]),
    ),
  });

/** The configuration of the tools in a server's pod: they are known as the server is. */
export const renderClientConfig = (): string =>
  renderProperties({
    "zookeeper.client.secure": true,
    "zookeeper.clientCnxnSocket": "org.apache.zookeeper.ClientCnxnSocketNetty",
    ...stores("zookeeper.ssl"),
  });
