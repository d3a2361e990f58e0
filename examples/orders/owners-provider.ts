import * as kafka from "@pulumi/kafka";
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KafkaPlatform } from "kafka-platform-contract";

/**
 * The provider by which this stack makes its topics. Whoever runs it has to reach the brokers' EXTERNAL addresses.
 *
 * Nothing is left to the provider's defaults, which come from KAFKA_* variables of the environment.
 *
 * @param secret what the platform has put there for the owner of topics
 */
export function ownersProvider(name: string, platform: KafkaPlatform, secret: k8s.core.v1.Secret): kafka.Provider {
  const { bootstrapServers, kafkaVersion } = platform.outputs;
  const file = (key: string) =>
    secret.data.apply(({ [key]: content }) => {
      if (content === undefined) {
        throw new pulumi.RunError(
          `The Secret of the topics' owner has no ${key}. Let the platform's next up write it.`,
        );
      }
      return Buffer.from(content, "base64").toString();
    });
  return new kafka.Provider(name, {
    bootstrapServers: bootstrapServers.apply(({ external }) => [...external]),
    kafkaVersion,
    timeout: 60,
    tlsEnabled: true,
    skipTlsVerify: false,
    caCert: file("ca.crt"),
    clientCert: file("tls.crt"),
    clientKey: pulumi.secret(file("tls.key")),
    clientKeyPassphrase: "",
    saslMechanism: "plain",
    saslUsername: "",
    saslPassword: "",
  });
}
