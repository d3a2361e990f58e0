import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { catalog } from "./catalog/catalog";
import { requireNodeVersion } from "./components/gates/node-version";
import { compareWithCluster, preflight } from "./components/gates/preflight";
import { sameCluster } from "./components/gates/same-cluster";
import { clusterId } from "./components/kafka/cluster-id";
import { restrictedNamespace } from "./components/namespace/namespace";
import { stackLabelValue } from "./components/namespace/stack-label";
import { platformPolicies } from "./components/network/policies";
import { brokers } from "./components/platform/brokers";
import { comparison } from "./components/platform/comparison";
import { coordinate } from "./components/platform/coordination";
import { declare } from "./components/platform/declared";
import { issueIdentities } from "./components/platform/identities";
import { brokerAddresses, platformNeeds } from "./components/platform/needs";
import { served } from "./components/platform/served";
import { leaveUnreadTracesUnmapped } from "./components/platform/traces";
import { volumes } from "./components/platform/volumes";
import { loadSettings } from "./config/settings";
import { contractVersion, type Lifted, type PlatformOutputs } from "./contract/outputs";

leaveUnreadTracesUnmapped();

export = async (): Promise<Lifted<PlatformOutputs>> => {
  requireNodeVersion(process.versions.node);
  const stack = stackLabelValue(pulumi.getProject(), pulumi.getStack());
  const settings = await loadSettings(catalog, (known) => compareWithCluster(comparison(known, stack)));
  const { context, namespace: namespaceName } = settings.kubernetes;

  const { nodeAddresses, deployed, liveClusterIds } = await preflight(
    platformNeeds(settings, catalog.applications, stack),
  );
  const bootstrap = brokerAddresses(settings, nodeAddresses);

  const provider = new kubernetes.Provider("kubernetes", { ...(context && { context }), enableSecretMutable: true });
  const namespace = restrictedNamespace(namespaceName, stack, {
    provider,
    retainOnDelete: settings.storage.retainOnDelete,
  });
  const id = clusterId("kafka");
  const here = sameCluster({ namespace, clusterId: id, liveClusterIds, context });
  const inNamespace = { provider, dependsOn: here };
  platformPolicies("network", settings, inNamespace);

  const identities = issueIdentities(
    "certificates",
    settings,
    settings.external.addresses ?? nodeAddresses,
    inNamespace,
  );
  const args = { settings, identities, clusterId: id, bootstrap };
  const coordinated = coordinate({ ...args, deployed }, inNamespace);
  const cluster = brokers("kafka", { ...args, coordinated }, inNamespace);

  const ready = served(cluster, { ...args, coordinated });
  coordinated.settle(ready);
  volumes(settings, { brokers: cluster.statefulSet, coordinators: coordinated.statefulSet }, inNamespace);
  const declared = declare(
    { ...catalog, protect: settings.topics.protect },
    { ...args, coordinated, cluster, stack, ready, namespace, provider, here },
  );

  return {
    contractVersion,
    clusterId: id,
    kafkaVersion: settings.kafka.version,
    bootstrapServers: { client: cluster.clientBootstrap, external: bootstrap },
    certificateAuthorities: identities.authorities,
    ...declared,
  };
};
