import * as kafka from "@pulumi/kafka";
import * as pulumi from "@pulumi/pulumi";
import { featuresGate } from "../gates/features-gate";
import { lastingUserGate } from "../gates/lasting-user";
import { readinessGate } from "../gates/readiness";
import { transactionProof } from "../gates/transaction-proof";
import type { Cluster } from "../kafka/cluster";
import { brokerIds, brokerLabels, podName, statefulSetName } from "../kafka/names";
import type { BrokersArgs } from "./brokers";

/**
 * A dependency that is met when the brokers, and what keeps their metadata, are rolled out, the brokers in sync, and
 * they have the features that the settings ask for and the user who keeps the others: what the Kafka provider has to
 * wait for.
 */
export function served(cluster: Cluster, args: BrokersArgs): pulumi.Output<pulumi.Resource> {
  const { settings, identities, clusterId, bootstrap, coordinated } = args;
  const { kubernetes, kafka: brokers, kraft } = settings;
  const inSync = readinessGate({
    ...kubernetes,
    after: cluster.statefulSet,
    externalServices: cluster.externalServices,
    statefulSet: statefulSetName,
    labels: brokerLabels,
    pods: brokerIds(brokers.brokers).map(podName),
    mode: brokers.coordination,
    clusterId,
    bootstrap,
    identity: identities.administrator,
    timeout: brokers.readyTimeout,
  });
  const ready = pulumi.all([inSync, pulumi.all([...coordinated.ready])]).apply(([resource]) => resource);
  if (kraft === undefined) {
    return ready;
  }
  const common = { bootstrap, identity: identities.administrator };
  return lastingUserGate({ ...common, after: featuresGate({ ...common, ...kraft, ...brokers, after: ready }) });
}

/** The topic on which the platform proves its transactions. */
export const postflightTopic = "platform.postflight";

/**
 * A dependency that is met when the cluster has taken, and given back, a transaction over all brokers: what topics have
 * to wait for.
 *
 * @param opts the provider, and the resource with which everything in Kafka goes
 * @param prove what makes the transactions @default transactions on the cluster itself
 */
export function proven(
  args: BrokersArgs,
  opts: { readonly provider: kafka.Provider; readonly deletedWith: pulumi.Resource },
  prove?: Parameters<typeof transactionProof>[1],
): pulumi.Output<pulumi.Resource> {
  const { settings, identities, bootstrap } = args;
  const { brokers, replicationFactor, minInsyncReplicas } = settings.kafka;
  const topic = new kafka.Topic(
    postflightTopic,
    {
      name: postflightTopic,
      partitions: brokers,
      replicationFactor,
      config: {
        "cleanup.policy": "delete",
        "min.insync.replicas": String(minInsyncReplicas),
        "retention.ms": String(86_400_000),
        "unclean.leader.election.enable": "false",
      },
    },
    opts,
  );
  const { administrator: identity } = identities;
  return transactionProof(
    { after: topic, topic, topicName: postflightTopic, bootstrap, identity, timeout: "2m" },
    prove,
  );
}
