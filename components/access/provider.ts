import * as kafka from "@pulumi/kafka";
import type * as pulumi from "@pulumi/pulumi";
import { hostPort } from "../../lib/naming";

/** How this program speaks to Kafka. */
export interface AdministratorArgs {
  /** Addresses of brokers, host and port; known before the cluster exists, so that previews are complete. */
  readonly bootstrapServers: readonly string[];
  /** The version of Kafka that the brokers run. */
  readonly kafkaVersion: string;
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
  { bootstrapServers, kafkaVersion }: AdministratorArgs,
  opts: pulumi.ResourceOptions,
): kafka.Provider =>
  new kafka.Provider(
    name,
    {
      bootstrapServers: [...bootstrapServers],
      kafkaVersion,
      timeout: 60,
      tlsEnabled: false,
      skipTlsVerify: false,
      caCert: "",
      clientCert: "",
      clientKey: "",
      clientKeyPassphrase: "",
      saslMechanism: "plain",
      saslUsername: "",
      saslPassword: "",
    },
    opts,
  );

/** The address of each broker's EXTERNAL listener, in the order of their ids; brokers share the hosts in turn. */
export const externalAddresses = (
  hosts: readonly string[],
  nodePortBase: number,
  brokerIds: readonly number[],
): readonly string[] => brokerIds.map((id) => hostPort(hosts[id % hosts.length] ?? "", nodePortBase + id));
