import { brokerNoSecrets } from "../../../policy/policies/brokers/no-secrets";
import { catches, setting, takes } from "../mutations";
import { brokerFiles, controllerFiles, disguises, lines, reference } from "./files";

const pem = (kind: string): string =>
  `-----BEGIN ${kind}-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END ${kind}-----\n`;
const login = (options: string): string =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required ${options};`;
const jaas = "listener.name.client.scram-sha-512.sasl.jaas.config";

const file = (name: string, content: string) => ({
  title: `there is ${name} with ${JSON.stringify(content.slice(0, 100))}`,
  change: setting(`data[${name}]`, content),
});
const bytes = (name: string) => ({
  title: `there are the bytes of ${name}`,
  change: setting("binaryData", { [name]: Buffer.from([0xfe, 0xed, 0xfe, 0xed]).toString("base64") }),
});

describe("broker-no-secrets", () => {
  const keys = [
    ...[
      "ssl.keystore.password",
      "ssl.key.password",
      "ssl.truststore.password",
      "listener.name.client.ssl.key.password",
    ],
    ...["password.encoder.secret", "delegation.token.secret.key", "delegation.token.master.key", "ssl.keystore.key"],
    ...[
      "zookeeper.ssl.keystore.password",
      "ssl.keystore.key.password",
      "sasl.oauthbearer.client.credentials.client.secret",
    ],
  ];
  catches(brokerNoSecrets, {
    resource: brokerFiles,
    mutants: [
      ...keys.flatMap((key) => lines(key, "changeit")),
      ...lines("ssl.keystore.key", pem("PRIVATE KEY")),
      ...lines("ssl.keystore.certificate.chain", pem("RSA PRIVATE KEY")),
      ...lines(
        "sasl.jaas.config",
        login('username="admin" password="secret"'),
        login("password=secret username=admin"),
      ),
      ...lines(
        jaas,
        login('user_alice="secret"'),
        login('username="a" Password = "x"'),
        login('clientSecret="secret"'),
      ),
      ...disguises("ssl.keystore.password", "changeit").filter(({ title }) => !/Secret|another name/.test(title)),
      file("client.properties", "security.protocol=SSL\nssl.key.password=changeit\n"),
      file("kafka_server_jaas.conf", `KafkaServer {\n  ${login('\n  username="admin"\n  password="secret"\n')}\n};\n`),
      file("tls.key", pem("PRIVATE KEY")),
      file("node.pem", `${pem("CERTIFICATE")}${pem("EC PRIVATE KEY")}`),
      file("start.sh", `cat >/tmp/key <<END\n${pem("ENCRYPTED PRIVATE KEY")}END\n`),
      bytes("kafka.keystore.jks"),
      bytes("kafka.p12"),
      bytes("kafka.pfx"),
    ],
  });
  takes(brokerNoSecrets, {
    resource: brokerFiles,
    mutants: [
      ...lines("ssl.keystore.password", "", reference),
      ...lines("sasl.jaas.config", login(`username="admin" password="${reference}"`), login("")),
      ...lines("password.encoder.iterations", "4096"),
      ...lines("ssl.keystore.location", "/etc/tls/keystore.p12"),
      ...lines("ssl.truststore.certificates", pem("CERTIFICATE")),
      file("ca.crt", pem("CERTIFICATE")),
      bytes("kafka.truststore.jks"),
      {
        title: "a ConfigMap of somebody else's has one",
        resource: ["kubernetes:core/v1:ConfigMap", "kafka-new-volumes"],
        change: setting("data[client.properties]", "ssl.key.password=changeit"),
      },
      ...disguises("ssl.keystore.password", "changeit").filter(({ title }) => title.endsWith("in a Secret")),
    ],
  });
});

describe("broker-no-secrets, of controllers", () => {
  const keys = ["ssl.keystore.password", "ssl.key.password", "ssl.truststore.password", "ssl.keystore.key"];
  const secrets = ["changeit", "secret", "0", "a b", "hunter2", "$1", pem("PRIVATE KEY")];
  catches(brokerNoSecrets, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: keys.flatMap((key) => lines(key, ...secrets)),
  });
});
