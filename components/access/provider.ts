import * as kafka from "@pulumi/kafka";
import * as pulumi from "@pulumi/pulumi";
import type * as random from "@pulumi/random";
import type { TlsIdentity } from "../gates/tls-identity";

/** How this program speaks to Kafka. */
export interface AdministratorArgs {
  /** Addresses of brokers, host and port; known before the cluster exists, so that previews are complete. */
  readonly bootstrapServers: readonly string[];
  /** The version of Kafka that the brokers run. */
  readonly kafkaVersion: string;
  /** By what the program proves itself, and what it knows brokers by. */
  readonly identity: pulumi.Output<TlsIdentity>;
  /** What users' passwords are derived from. */
  readonly seed: random.RandomBytes;
}

/**
 * The provider through which this program administers Kafka.
 *
 * Nothing is left to the provider's defaults, which come from the environment: a KAFKA_* variable on somebody's machine
 * must not decide how, or as whom, the cluster is changed.
 *
 * @param opts must make it depend on the readiness gate: the provider remembers its first failure to connect
 */
export const administrator = (
  name: string,
  { bootstrapServers, kafkaVersion, identity, seed }: AdministratorArgs,
  opts: pulumi.ResourceOptions,
): kafka.Provider =>
  new kafka.Provider(
    name,
    {
      bootstrapServers: [...bootstrapServers],
      kafkaVersion,
      // As long as passwords are not known this is not either, so that no preview asks about users: it would panic.
      timeout: pulumi.unsecret(seed.base64.apply(() => 60)),
      tlsEnabled: true,
      skipTlsVerify: false,
      caCert: identity.ca,
      clientCert: identity.cert,
      clientKey: pulumi.secret(identity.key),
      clientKeyPassphrase: "",
      saslMechanism: "plain",
      saslUsername: "",
      saslPassword: "",
    },
    opts,
  );
