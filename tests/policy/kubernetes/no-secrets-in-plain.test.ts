import { kubernetesNoSecretsInPlain } from "../../../policy/policies/kubernetes/no-secrets-in-plain";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, deployment, hidden, mutant } from "./mutants";

const keyOf = (sort: string) =>
  `-----BEGIN ${sort}PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END ${sort}PRIVATE KEY-----\n`;
const sorts = ["", "RSA ", "EC ", "DSA ", "ENCRYPTED ", "OPENSSH "];
const map = ["kubernetes:core/v1:ConfigMap", "kafka-new-volumes"] as const;
const files = ["kubernetes:core/v1:ConfigMap", "kafka-files"] as const;
const inMap = (title: string, inputs: object) =>
  beside(title, "kubernetes:core/v1:ConfigMap", { metadata: { namespace: "orders" }, ...inputs });
const env = "spec.template.spec.containers.0.env";
const withEnv = (...list: readonly unknown[]) =>
  mutant(`its environment is ${JSON.stringify(list)}`, (resource) =>
    setting(env, [...resource.inputs.spec.template.spec.containers[0].env, ...list])(resource),
  );

const names = [
  ...["PASSWORD", "KAFKA_PASSWORD", "DB_PASSWORD", "SSL_KEYSTORE_PASSWORD", "dbPassword", "db-password", "db.password"],
  ...["PASSWORD1", "ADMIN_PASSWD", "PG_PASSWORD", "KEY_PASSPHRASE", "CLIENT_SECRET", "secret", "clientSecret"],
  ...["TOKEN", "GITHUB_TOKEN", "authToken", "API_KEY", "APIKEY", "AWS_SECRET_ACCESS_KEY", "PRIVATE_KEY", "PASSWORDS"],
];

// What begins with KAFKA_, a node takes for a property besides.
const named = (name: string) => ({
  ...withEnv({ name, value: "secret" }),
  also: name.startsWith("KAFKA_") ? ["broker-configuration-in-files"] : [],
});

describe("kubernetes-no-secrets-in-plain", () => {
  const mutants = [
    ...sorts.map((sort) => mutant(`a file holds a ${sort}key`, setting("data[tls.key]", keyOf(sort)))),
    mutant(
      "a key stands behind a certificate",
      setting("data[all.pem]", `-----BEGIN CERTIFICATE-----\nMA==\n${keyOf("")}`),
    ),
    mutant("a key is in the properties", setting("data[server.properties]", `a=b\nssl.keystore.key=${keyOf("")}`)),
    mutant("a key is of PGP", setting("data.key", "-----BEGIN PGP PRIVATE KEY BLOCK-----")),
    mutant("a key is binary", setting("binaryData", { key: Buffer.from(keyOf("")).toString("base64") })),
    mutant(
      "a key is binary behind others",
      setting("binaryData", { key: Buffer.from(`\u00ff${keyOf("EC ")}`).toString("base64") }),
    ),
  ];
  catches(kubernetesNoSecretsInPlain, {
    resource: map,
    mutants: [
      ...mutants,
      ...hidden(...mutants),
      ...sorts.map((sort) => inMap(`an application's holds a ${sort}key`, { data: { key: keyOf(sort) } })),
    ],
  });
  describe("of environments", () => {
    const [container] = applicationPod.containers;
    const withSecret = { ...container, env: [{ name: "PASSWORD", value: "secret" }] };
    const kinds = ["apps/v1:Deployment", "apps/v1:StatefulSet", "batch/v1:Job"];
    catches(kubernetesNoSecretsInPlain, {
      resource: brokers,
      mutants: [
        ...names.map(named),
        ...[unknown, "$(USER)-secret", 42, "changeit"].map((value) => withEnv({ name: "PASSWORD", value })),
        ...sorts.map((sort) => withEnv({ name: "CERTIFICATE", value: keyOf(sort) })),
        withEnv({ name: "PATH", value: "/bin" }, { name: "PASSWORD", value: "secret" }),
        ...hidden(...names.slice(0, 4).map(named)),
        ...kinds.flatMap((kind) =>
          ["containers", "initContainers", "ephemeralContainers"].map((list) =>
            beside(
              `${list} of a ${kind} hold it`,
              `kubernetes:${kind}`,
              application({ ...applicationPod, [list]: [withSecret] }),
            ),
          ),
        ),
      ],
    });
  });
  takes(kubernetesNoSecretsInPlain, {
    resource: map,
    mutants: [
      ...values("data", undefined, null, unknown, {}),
      ...values("data[ca.crt]", "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n", unknown),
      {
        ...mutant("a node's file is beside it, which is another rule's", setting("data[tls.key]", keyOf(""))),
        resource: files,
      },
      ...values("data.key", "-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n"),
      mutant("it has a truststore", setting("binaryData", { "trust.p12": "MIIC" })),
      {
        ...beside("a Secret holds a key", "kubernetes:core/v1:Secret", { stringData: { "tls.key": keyOf("") } }),
      },
    ],
  });
  takes(kubernetesNoSecretsInPlain, {
    resource: brokers,
    mutants: [
      ...values(env, undefined, null, []),
      withEnv({ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "kafka", key: "password" } } }),
      withEnv({ name: "PASSWORD", value: "" }, { name: "KAFKA_PASSWORD", value: "$(PASSWORD)" }),
      ...["PASSWORD_FILE", "TOKEN_PATH", "SECRET_NAME", "TOKEN_URL", "tokenEndpoint", "PASSWORD_MIN_LENGTH"].map(
        (name) => withEnv({ name, value: "/etc/kafka/access" }),
      ),
      ...["TOKENIZER", "SECRETARY", "COMPASS", "KEYSTORE_LOCATION", "PARTITION_KEY", "CLUSTER_ID"].map((name) =>
        withEnv({ name, value: unknown }),
      ),
      beside("an application has none", deployment, application()),
    ],
  });
});
