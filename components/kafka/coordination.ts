import { podHost } from "../../lib/naming";
import type { PropertyValue } from "../../lib/properties";
import { listeners, nodeId } from "./listeners";
import { headlessService, podName } from "./names";
import { identityFile, trustFile } from "./security";

/** A controller that has a vote. */
export interface Voter {
  readonly id: number;
  readonly host: string;
}

/** What keeps the cluster's metadata. */
export type Coordination =
  | {
      readonly mode: "kraft";
      /** Whether the voters are brokers as well. */
      readonly combined: boolean;
      readonly voters: readonly Voter[];
      /** The release whose metadata format a new volume is given. */
      readonly metadataVersion: string;
    }
  | {
      readonly mode: "zookeeper";
      /** Hosts and ports of the ensemble, and the path below which the cluster keeps its data. */
      readonly connect: string;
    };

/** The annotation of the brokers' StatefulSet that says what keeps their metadata. */
export const coordinationAnnotation = "kafka-platform/coordination";

/** What keeps the metadata, in one word: a change of it would be a migration, which is none of this platform's. */
export const coordinationName = (coordination: Coordination): CoordinationName =>
  coordination.mode === "zookeeper" ? "zookeeper" : coordination.combined ? "kraft-combined" : "kraft-dedicated";

/** The words of {@link coordinationName}. */
export type CoordinationName = "kraft-combined" | "kraft-dedicated" | "zookeeper";

const combinedVoters = 3;

/** The voters where controllers have no pods of their own: the first three brokers. */
export const brokerVoters = (namespace: string): readonly Voter[] =>
  Array.from({ length: combinedVoters }, (_, id) => ({ id, host: podHost(podName(id), headlessService, namespace) }));

type Properties = Record<string, PropertyValue>;

/** The properties by which a node of a KRaft cluster finds the controllers. */
export const quorumProperties = (roles: "broker" | "controller" | "broker,controller", voters: readonly Voter[]) => ({
  "node.id": nodeId,
  "process.roles": roles,
  "controller.quorum.voters": voters.map(({ id, host }) => `${id}@${host}:${listeners.CONTROLLER}`).join(","),
  "controller.listener.names": "CONTROLLER",
});

/** The properties by which a broker finds what keeps the metadata, and the class that keeps the access rules there. */
export function coordinationProperties(coordination: Coordination): {
  readonly authorizer: string;
  readonly properties: Properties;
} {
  return coordination.mode === "kraft"
    ? {
        authorizer: kraftAuthorizer,
        properties: quorumProperties(coordination.combined ? "broker,controller" : "broker", coordination.voters),
      }
    : { authorizer: "kafka.security.authorizer.AclAuthorizer", properties: zooKeeperProperties(coordination.connect) };
}

/** The class that keeps access rules in the metadata log. */
export const kraftAuthorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

const zooKeeperProperties = (connect: string): Properties => ({
  "broker.id": nodeId,
  "broker.id.generation.enable": false,
  "zookeeper.connect": connect,
  "zookeeper.connection.timeout.ms": 30_000,
  "zookeeper.session.timeout.ms": 18_000,
  // What brokers write there, nobody else can: they are known by their certificate's name.
  "zookeeper.set.acl": true,
  "zookeeper.clientCnxnSocket": "org.apache.zookeeper.ClientCnxnSocketNetty",
  "zookeeper.ssl.client.enable": true,
  "zookeeper.ssl.keystore.type": "PEM",
  "zookeeper.ssl.keystore.location": identityFile,
  "zookeeper.ssl.truststore.type": "PEM",
  "zookeeper.ssl.truststore.location": trustFile,
  "zookeeper.ssl.protocol": "TLSv1.3",
  "zookeeper.ssl.enabled.protocols": "TLSv1.3,TLSv1.2",
  // Only those that also keep what was said secret from who gets the key later.
  "zookeeper.ssl.cipher.suites": [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  ].join(","),
  "zookeeper.ssl.endpoint.identification.algorithm": "HTTPS",
});
