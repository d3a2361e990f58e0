import { renderProperties } from "../../lib/properties";

/** What an application's clients need to know. */
export interface ClientProfileArgs {
  /** Where they begin, host and port. */
  readonly bootstrapServers: string;
  /** The certificates of all authorities by which brokers prove themselves, as PEM. */
  readonly certificateAuthorities: string;
  readonly username: string;
  readonly password: string;
  /** What brokers compress records by; by the same, clients save them the work. */
  readonly compression: string;
  /** @default none */
  readonly groups?: readonly string[] | undefined;
  /** @default none */
  readonly transactionalIdPrefix?: string | undefined;
}

// What makes a producer's records safe, and a consumer's complete. A new group begins with the oldest record: by default
// it would begin with the next one, and miss what is there.
const producer = { acks: "all", "enable.idempotence": true, "max.in.flight.requests.per.connection": 5 };
const consumer = { "auto.offset.reset": "earliest", "enable.auto.commit": false, "isolation.level": "read_committed" };

const mechanism = "SCRAM-SHA-512";

/**
 * The files of an application's Secret: each fact by itself, and ready profiles for clients in Java (`.properties`) and
 * for those built on librdkafka (`.json`, a map of its settings).
 *
 * A producer adds `transactional.id`, which begins with `transactionalIdPrefix` and is its own among all that run; a
 * consumer of an application with several groups adds `group.id`.
 */
export function clientProfiles(args: ClientProfileArgs): Readonly<Record<string, string>> {
  const { bootstrapServers, certificateAuthorities, username, password, groups = [], transactionalIdPrefix } = args;
  const [group, ...otherGroups] = groups;
  const writes = { ...producer, "compression.type": codecOf(args.compression) };
  const reads = { ...consumer, ...(group !== undefined && otherGroups.length === 0 && { "group.id": group }) };
  const java = javaConnection(args);
  const librdkafka = librdkafkaConnection(args);
  return {
    bootstrapServers,
    securityProtocol: "SASL_SSL",
    saslMechanism: mechanism,
    username,
    password,
    "ca.crt": certificateAuthorities,
    ...(groups.length > 0 && { groups: groups.join(",") }),
    ...(transactionalIdPrefix !== undefined && { transactionalIdPrefix }),
    "producer.properties": renderProperties({ ...java, ...writes }),
    "consumer.properties": renderProperties({ ...java, ...reads }),
    "producer.json": renderJson({ ...librdkafka, ...writes }),
    "consumer.json": renderJson({ ...librdkafka, ...reads }),
  };
}

// Brokers that leave records as they come are no reason to send them uncompressed.
const codecOf = (compression: string): string =>
  ({ uncompressed: "none", producer: "snappy" })[compression] ?? compression;

const javaConnection = ({ bootstrapServers, certificateAuthorities, username, password }: ClientProfileArgs) => ({
  "bootstrap.servers": bootstrapServers,
  "security.protocol": "SASL_SSL",
  "sasl.mechanism": mechanism,
  "sasl.jaas.config":
    "org.apache.kafka.common.security.scram.ScramLoginModule required " +
    `username="${username}" password="${password}";`,
  "ssl.truststore.type": "PEM",
  "ssl.truststore.certificates": certificateAuthorities,
});

const librdkafkaConnection = ({ bootstrapServers, certificateAuthorities, username, password }: ClientProfileArgs) => ({
  "bootstrap.servers": bootstrapServers,
  "security.protocol": "sasl_ssl",
  "sasl.mechanism": mechanism,
  "sasl.username": username,
  "sasl.password": password,
  "ssl.ca.pem": certificateAuthorities,
});

const renderJson = (settings: Readonly<Record<string, string | number | boolean>>): string =>
  `${JSON.stringify(settings, undefined, 2)}\n`;
