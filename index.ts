import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { topics } from "./catalog/topics";
import { administrator, externalAddresses } from "./components/access/provider";
import { requireNodeVersion } from "./components/gates/node-version";
import { preflight } from "./components/gates/preflight";
import { readinessGate } from "./components/gates/readiness";
import { Cluster } from "./components/kafka/cluster";
import { brokerIds, clusterObjects } from "./components/kafka/names";
import { restrictedNamespace } from "./components/namespace/namespace";
import { stackLabelValue } from "./components/namespace/stack-label";
import { Topics } from "./components/topics/topics";
import { loadSettings } from "./config/settings";
import { contractVersion, type Lifted, type PlatformOutputs } from "./contract/outputs";

export = async (): Promise<Lifted<PlatformOutputs>> => {
  requireNodeVersion(process.versions.node);
  const settings = loadSettings({ topics });
  const { context, namespace: namespaceName } = settings.kubernetes;
  const { nodePortBase } = settings.external;
  const objects = clusterObjects(namespaceName);
  const stack = stackLabelValue(pulumi.getProject(), pulumi.getStack());

  const { nodeAddresses } = await preflight({
    ...objects,
    context,
    stack,
    brokers: brokerIds.length,
    resources: settings.kafka.resources,
    storageClass: settings.storage.storageClass,
    volumeSize: settings.storage.size,
    nodePorts: brokerIds.map((id) => nodePortBase + id),
    nodeAddresses: settings.external.addresses === undefined,
  });
  const external = externalAddresses(settings.external.addresses ?? nodeAddresses, nodePortBase, brokerIds);

  const provider = new kubernetes.Provider("kubernetes", context === undefined ? {} : { context });
  const namespace = restrictedNamespace(namespaceName, stack, {
    provider,
    retainOnDelete: settings.storage.retainOnDelete,
  });

  const cluster = new Cluster(
    "kafka",
    { ...settings.kafka, namespace: namespaceName, storage: settings.storage, external: settings.external },
    { provider, dependsOn: namespace },
  );
  const ready = readinessGate({
    ...objects,
    context,
    after: cluster.statefulSet,
    clusterId: cluster.clusterId,
    bootstrap: external,
    timeout: settings.kafka.readyTimeout,
  });

  const admin = administrator(
    "kafka",
    { bootstrapServers: external, kafkaVersion: settings.kafka.version },
    { dependsOn: ready },
  );
  const platformTopics = new Topics(
    "topics",
    { topics, protect: settings.topics.protect, deletedWith: namespace },
    { provider: admin },
  );

  return {
    contractVersion,
    clusterId: cluster.clusterId,
    bootstrapServers: { client: cluster.clientBootstrap, external },
    topics: platformTopics.outputs,
  };
};
