import assert from "node:assert/strict";
import { clientProfiles } from "../../../../components/access/client-profiles";

const args = {
  bootstrapServers: "kafka.kafka.svc.cluster.local:9092",
  certificateAuthorities: "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n",
  username: "orders",
  password: "p4ss_-word",
  compression: "snappy",
  groups: ["orders"],
  transactionalIdPrefix: "orders-",
};

const file = (name: string, change: Partial<typeof args> = {}) => clientProfiles({ ...args, ...change })[name] ?? "";

const connection = [
  "bootstrap.servers=kafka.kafka.svc.cluster.local:9092",
  'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="orders" password="p4ss_-word";',
  "sasl.mechanism=SCRAM-SHA-512",
  "security.protocol=SASL_SSL",
  "ssl.truststore.certificates=-----BEGIN CERTIFICATE-----\\nabc\\n-----END CERTIFICATE-----\\n",
  "ssl.truststore.type=PEM",
];

describe("the files of an application's Secret", () => {
  it("let a Java producer lose and double nothing", () => {
    const safe = [
      "acks=all",
      "compression.type=snappy",
      "enable.idempotence=true",
      "max.in.flight.requests.per.connection=5",
    ];
    assert.deepEqual(file("producer.properties").trim().split("\n"), [...connection, ...safe].sort());
  });

  it("let a Java consumer read what is committed, from the beginning, and commit by itself", () => {
    const safe = [
      "auto.offset.reset=earliest",
      "enable.auto.commit=false",
      "group.id=orders",
      "isolation.level=read_committed",
    ];
    assert.deepEqual(file("consumer.properties").trim().split("\n"), [...connection, ...safe].sort());
  });

  it("say the same to clients built on librdkafka, in its words", () => {
    const common = {
      "bootstrap.servers": args.bootstrapServers,
      "security.protocol": "sasl_ssl",
      "sasl.mechanism": "SCRAM-SHA-512",
      "sasl.username": "orders",
      "sasl.password": "p4ss_-word",
      "ssl.ca.pem": args.certificateAuthorities,
    };
    assert.deepEqual(JSON.parse(file("producer.json")), {
      ...common,
      acks: "all",
      "enable.idempotence": true,
      "max.in.flight.requests.per.connection": 5,
      "compression.type": "snappy",
    });
    assert.deepEqual(JSON.parse(file("consumer.json")), {
      ...common,
      "group.id": "orders",
      "auto.offset.reset": "earliest",
      "enable.auto.commit": false,
      "isolation.level": "read_committed",
    });
  });

  it("hold each fact by itself, for whoever writes a profile of their own", () => {
    const { bootstrapServers, username, password, groups, transactionalIdPrefix, ...rest } = clientProfiles(args);
    assert.deepEqual(
      [bootstrapServers, username, password, groups, transactionalIdPrefix],
      [args.bootstrapServers, "orders", "p4ss_-word", "orders", "orders-"],
    );
    assert.deepEqual(
      [rest["ca.crt"], rest.securityProtocol, rest.saslMechanism],
      [args.certificateAuthorities, "SASL_SSL", "SCRAM-SHA-512"],
    );
  });

  it("compress as brokers do, by a word that clients know", () => {
    const compressed = (compression: string) =>
      /^compression\.type=(.*)$/m.exec(file("producer.properties", { compression }))?.[1];
    assert.deepEqual(["uncompressed", "producer", "gzip", "snappy", "lz4", "zstd"].map(compressed), [
      "none",
      "snappy",
      "gzip",
      "snappy",
      "lz4",
      "zstd",
    ]);
  });

  it("leave a consumer its choice among several groups, and name none where there is none", () => {
    assert.doesNotMatch(file("consumer.properties", { groups: ["a", "b"] }), /group\.id/);
    assert.equal(file("groups", { groups: ["a", "b"] }), "a,b");
    assert.doesNotMatch(file("consumer.json", { groups: [] }), /group\.id/);
    assert.equal(file("groups", { groups: [] }), "");
  });
});
