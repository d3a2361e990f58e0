import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listeners } from "../../../components/kafka/listeners";
import { bootstrapService } from "../../../components/kafka/names";
import { hostPort, serviceHost } from "../../../lib/naming";
import { type PropertyValue, renderProperties } from "../../../lib/properties";
import { kafkaLibraries } from "../../../local/images/kafka";
import { type KafkaRelease, kafkaReleases } from "../../../local/images/versions";
import type { Bootstrap } from "../kafka-clients";
import type { Access } from "../load/program";

/** The user that applications of a load are. */
const USER = "load";

/** What the kubelet writes for a pod of the namespace "applications". */
const resolvConf = (dns: string): string =>
  `search applications.svc.cluster.local svc.cluster.local cluster.local
nameserver ${dns}
options ndots:5
`;

/**
 * How the clients of a load get into the platform. What they know is of this moment, as with applications that nobody
 * starts anew: their own certificate and the authorities that they trust.
 *
 * @param administrator where the administrator begins, and by what he proves himself
 * @param dns the address of the cluster's DNS
 * @param dir where the files are written, readable for their owner only
 */
export async function accessTo(administrator: Bootstrap, dns: string, dir: string): Promise<Access> {
  return {
    administrator: administratorOf(administrator, dir),
    application: clients(dir, "application.properties", administrator, {
      "bootstrap.servers": hostPort(serviceHost(bootstrapService, "kafka"), listeners.CLIENT),
      "security.protocol": "SASL_SSL",
      "sasl.mechanism": "SCRAM-SHA-512",
      "sasl.jaas.config": login(USER, randomBytes(24).toString("hex")),
    }),
    resolvConf: secretFile(dir, "resolv.conf", resolvConf(dns)),
    // One client for all brokers: those of Kafka 4 talk to Kafka 3.9 too.
    libs: await kafkaLibraries(kafkaReleases[0] as KafkaRelease),
  };
}

/** Writes anew how the administrator gets in: for those of his clients that begin after the addresses have changed. */
export const administratorOf = (bootstrap: Bootstrap, dir: string): string =>
  clients(dir, "administrator.properties", bootstrap, {
    "bootstrap.servers": bootstrap.addresses.join(","),
    "security.protocol": "SSL",
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": secretFile(dir, "identity.pem", `${bootstrap.tls.key.trimEnd()}\n${bootstrap.tls.cert}`),
  });

const clients = (
  dir: string,
  name: string,
  { tls }: Bootstrap,
  properties: Readonly<Record<string, PropertyValue>>,
): string =>
  secretFile(
    dir,
    name,
    renderProperties({
      "ssl.truststore.type": "PEM",
      "ssl.truststore.location": secretFile(dir, "authorities.pem", tls.ca),
      ...properties,
    }),
  );

function secretFile(dir: string, name: string, content: string): string {
  const file = join(dir, name);
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

const login = (username: string, password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${username}" password="${password}";`;
