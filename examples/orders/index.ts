import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { KafkaPlatform } from "kafka-platform-contract";
import { kafkaClient } from "./kafka-client";
import { ownersProvider } from "./owners-provider";

/** What the platform's catalog calls this application. */
const application = "orders";

export = async () => {
  const config = new pulumi.Config();
  const image = config.require("image");
  const platform = KafkaPlatform.fromStack(config.require("platform"));
  const isLetIn = await platform.knowsApplication(application);

  // The platform puts credentials into this namespace, so it comes first.
  const namespace = new k8s.core.v1.Namespace(application, {
    metadata: { name: application, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
  });
  if (!isLetIn) {
    return { next: `The namespace is there: now the platform can let ${application} in, and then run this again.` };
  }
  const access = platform.application(application);
  const secret = (name: string, secretName: pulumi.Input<string>) =>
    k8s.core.v1.Secret.get(name, pulumi.interpolate`${namespace.metadata.name}/${secretName}`);

  const ownersSecret = secret(
    "owner",
    platform.owner(application).apply(({ secretName }) => secretName),
  );
  const topic = new kafka.Topic(
    "orders.placed",
    {
      name: "orders.placed",
      partitions: 6,
      replicationFactor: 3,
      config: {
        "min.insync.replicas": "2",
        "cleanup.policy": "delete",
        "retention.ms": String(7 * 86_400_000),
        // Of each partition.
        "retention.bytes": String(2 ** 30),
        "unclean.leader.election.enable": "false",
      },
    },
    // A change that would make it anew is refused; and only the platform's administrators can delete it.
    { provider: ownersProvider("owner", platform, ownersSecret), protect: true, retainOnDelete: true },
  );

  const clients = {
    namespace: namespace.metadata.name,
    image,
    secret: secret(
      "clients",
      access.apply(({ secretName }) => secretName),
    ),
  };
  kafkaClient("producer", {
    ...clients,
    // Ten orders a second, each batch of them in a transaction.
    command: [
      ...["/opt/kafka/bin/kafka-producer-perf-test.sh", "--command-config", "/etc/kafka-access/producer.properties"],
      ...["--topic", topic.name, "--payload-monotonic", "--num-records", "1000000000", "--throughput", "10"],
      ...["--transactional-id", "orders-producer", "--transaction-duration-ms", "1000"],
    ],
  });
  kafkaClient("consumer", {
    ...clients,
    // Reads what was committed, and tells how many it has read.
    command: [
      ...["/opt/kafka/bin/kafka-verifiable-consumer.sh", "--command-config", "/etc/kafka-access/consumer.properties"],
      ...["--bootstrap-server", platform.bootstrapServers, "--topic", topic.name, "--group-id", "orders"],
    ],
  });
  return { topic: topic.name };
};
