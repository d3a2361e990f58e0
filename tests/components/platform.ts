import { topics } from "../../catalog/topics";
import { administrator } from "../../components/access/provider";
import { readinessGate } from "../../components/gates/readiness";
import { Cluster, type ClusterArgs } from "../../components/kafka/cluster";
import { clusterObjects } from "../../components/kafka/names";
import { restrictedNamespace } from "../../components/namespace/namespace";
import { Topics } from "../../components/topics/topics";
import { type Registration, register, type World } from "./mocks";

export const bootstrapServers = ["10.0.0.1:31090", "10.0.0.2:31091", "10.0.0.3:31092"];

/**
 * The platform wired as index.ts does it, with a stand-in for the look at the cluster.
 *
 * @param wait what the gate does in an update; it is told what has been registered so far
 */
export const platform = (
  world: World,
  wait: (soFar: readonly Registration[], clusterId: string) => Promise<void>,
  protect = true,
): Promise<readonly Registration[]> =>
  register(world, (soFar) => {
    const namespace = restrictedNamespace("kafka", "kafka-platform.test", { retainOnDelete: true });
    const cluster = new Cluster("kafka", clusterArgs, { dependsOn: namespace });
    const ready = readinessGate(
      {
        ...clusterObjects("kafka"),
        after: cluster.statefulSet,
        clusterId: cluster.clusterId,
        bootstrap: bootstrapServers,
        timeout: "1m",
      },
      (_args, clusterId) => wait(soFar, clusterId),
    );
    const admin = administrator("kafka", { bootstrapServers, kafkaVersion: "4.2.0" }, { dependsOn: ready });
    new Topics("topics", { topics, protect, deletedWith: namespace }, { provider: admin });
  });

/** A small cluster. */
export const clusterArgs: ClusterArgs = {
  namespace: "kafka",
  image: "localhost/kafka:4.2.0",
  resources: { cpu: "250m", memory: "1Gi" },
  jvm: { heap: "384Mi", options: [] },
  networkThreads: 3,
  ioThreads: 4,
  socketSendBuffer: "100Ki",
  socketReceiveBuffer: "100Ki",
  logSegmentSize: "1Gi",
  compression: "snappy",
  properties: {},
  probes: { startupTimeout: "5m", readinessPeriod: "15s", readinessTimeout: "10s" },
  terminationGracePeriod: "5m",
  storage: { size: "2Gi", retainOnDelete: true },
  external: { nodePortBase: 31_090 },
};
