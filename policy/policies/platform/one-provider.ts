import { isHighEnough } from "../../lib/images";
import { at, notKnown, type Plain, show } from "../../lib/plain";
import { type Judged, ofType, stackRule } from "../../lib/rule";

export const platformOneProvider = stackRule({
  name: "platform-one-provider",
  must: "Every provider that changes Kafka says which Kafka it is, and speaks TLS to brokers whose certificates it checks.",
  why: "Without TLS and the check, whoever is on the way reads and changes what is administered, and a plain password besides. What is not written out comes from KAFKA_ variables of somebody's machine, and an older version of the protocol lacks operations.",
  fix: 'Give every kafka.Provider bootstrapServers, kafkaVersion as "4.2.0", of a release without known holes, tlsEnabled true and skipTlsVerify false. With a certificate, set saslMechanism to "plain" and saslUsername and saslPassword to ""; with a password, set saslMechanism to "scram-sha512". Give every resource of Kafka such a provider.',
  judge: (resources) =>
    ofType(resources, "pulumi:providers:kafka").flatMap((provider) =>
      wrongOf(provider).map((found) => ({ found, urn: provider.urn })),
    ),
});

const wrongOf = (provider: Judged): readonly string[] => {
  const of = (key: string): Plain => decoded(at(provider.props, key));
  const version = of("kafkaVersion");
  return [
    ...(isNamed(of("bootstrapServers")) ? [] : [`bootstrapServers is ${show(of("bootstrapServers"))}`]),
    ...(isVersion(version) ? [] : [`kafkaVersion is ${show(version)}`]),
    ...(of("tlsEnabled") === true ? [] : [`tlsEnabled is ${show(of("tlsEnabled"))}`]),
    ...(of("skipTlsVerify") === false ? [] : [`skipTlsVerify is ${show(of("skipTlsVerify"))}`]),
    ...wrongLogin(of("saslMechanism"), of("saslUsername"), of("saslPassword")),
  ];
};

/** Whether servers are named, though they may not be known yet. */
const isNamed = (servers: Plain): boolean =>
  servers === notKnown ||
  (Array.isArray(servers) ? servers.length > 0 : typeof servers === "string" && /\w/.test(servers));

function isVersion(value: Plain): boolean {
  const [, ...parts] = (typeof value === "string" && /^([1-9]\d*)\.(\d+)\.(\d+)$/.exec(value)) || [];
  const [major, minor, patch] = parts.map(Number);
  return major !== undefined && isHighEnough([major, minor ?? 0, patch ?? 0]);
}

// What is no text, Pulumi hands to a provider as a text of JSON.
const decoded = (value: Plain): Plain => (value === "true" ? true : value === "false" ? false : value);

const others = ["scram-sha512", "scram-sha256", "aws-iam"];

function wrongLogin(mechanism: Plain, username: Plain, password: Plain): readonly string[] {
  if (mechanism !== "plain") {
    return others.includes(mechanism as string) ? [] : [`saslMechanism is ${show(mechanism)}`];
  }
  return [
    ...(username === "" ? [] : [`saslMechanism is "plain" and saslUsername is ${show(username)}`]),
    // A password is nothing for a report.
    ...(password === "" ? [] : [`saslMechanism is "plain" and saslPassword is ${shownPassword(password)}`]),
  ];
}

const shownPassword = (password: Plain): string =>
  password === undefined || password === null || password === notKnown ? show(password) : "there";
