import assert from "node:assert/strict";
import { platformOneProvider } from "../../../policy/policies/platform/one-provider";
import { type Registration, unknown } from "../../components/mocks";
import { judge } from "../judge";
import { catches, type Mutant, resourceOf, setting, takes, values } from "../mutations";

const provider = ["pulumi:providers:kafka", "kafka"] as const;

const login = (mechanism: unknown, username: unknown, password: unknown): Mutant => ({
  title: `saslMechanism is ${JSON.stringify(mechanism)}, for ${JSON.stringify(username)} by ${JSON.stringify(password)}`,
  change: (resource: Registration) =>
    [
      ["saslMechanism", mechanism],
      ["saslUsername", username],
      ["saslPassword", password],
    ].reduce((changed, [key, value]) => setting(`${key}`, value)(changed), resource),
});

describe("platform-one-provider", () => {
  catches(platformOneProvider, {
    resource: provider,
    mutants: [
      ...values("tlsEnabled", undefined, null, unknown, "false", false, "", "True", "yes", "1", 1, []),
      ...values("skipTlsVerify", undefined, null, unknown, "true", true, "", "False", "no", "0", 0, {}),
      ...values("kafkaVersion", undefined, null, unknown, "", "latest", "4.2", "v4.2.0", "4", 4.2, "4.2.x", "4.2.0 "),
      ...values("kafkaVersion", "2.8.2", "3.8.1", "3.9.1", "4.0.1", "4.1.0", "0.9.0"),
      ...values("bootstrapServers", undefined, null, "", "[]", [], {}, 9092),
      ...values("saslMechanism", undefined, null, unknown, "", "PLAIN", "plaintext", "SCRAM-SHA-512", "scram", true),
      ...values("saslUsername", undefined, null, unknown, "admin", 0),
      ...values("saslPassword", undefined, null, unknown, "secret", 0),
      login("plain", "admin", "secret"),
    ],
  });
  takes(platformOneProvider, {
    resource: provider,
    mutants: [
      ...values("tlsEnabled", true, "true"),
      ...values("skipTlsVerify", false, "false"),
      ...values("kafkaVersion", "3.9.2", "4.2.0", "4.2.11"),
      login("scram-sha512", "admin", unknown),
      login("scram-sha512", "admin", "secret"),
      login("aws-iam", undefined, undefined),
      ...values("timeout", undefined, "60", unknown),
      ...values("bootstrapServers", unknown, ["kafka:9092"], '["kafka:9092"]'),
    ],
  });
  it("judges each provider, the one that nobody made too", async () => {
    const byDefault = resourceOf("pulumi:providers:kafka", "default_3_13_2", { bootstrapServers: '["kafka:9092"]' });
    const violations = await judge([byDefault], { rules: [platformOneProvider] });
    assert.deepEqual(
      violations.map(({ resource }) => resource),
      ["pulumi:providers:kafka::default_3_13_2"],
    );
    assert.match(
      violations[0]?.message ?? "",
      /^Found: kafkaVersion is absent; tlsEnabled is absent; skipTlsVerify is absent; saslMechanism is absent\. /,
    );
  });
  it("tells nobody the password", async () => {
    const found = await judge([
      resourceOf("pulumi:providers:kafka", "kafka", { saslMechanism: "plain", saslPassword: "hunter2" }),
    ]);
    assert.match(JSON.stringify(found), /saslPassword is there/);
    assert.doesNotMatch(JSON.stringify(found), /hunter2/);
  });
});
