import type { ClusterFacts, DeployedFacts, NodeFacts } from "../../../../../components/gates/preflight/facts";
import type { Needs, SetNeeds } from "../../../../../components/gates/preflight/needs";

export const gibibyte = 2 ** 30;

export const node = (name: string, change: Partial<NodeFacts> = {}): NodeFacts => ({
  name,
  address: "10.0.0.1",
  ready: true,
  cordoned: false,
  free: { cpu: 1, memory: 2 * gibibyte },
  ...change,
});

/** A cluster on which nothing of the platform is yet. */
export const facts: ClusterFacts = {
  denied: [],
  foreign: [],
  foreignClaims: [],
  sets: {},
  claims: {},
  missingNamespaces: [],
  foreignSecrets: [],
  priorityClassMissing: false,
  certManager: { version: "v1.15.0" },
  nodes: [node("h1"), node("h2"), node("h3")],
  storageClasses: [{ name: "standard", isDefault: true, expandable: true }],
  takenNodePorts: [{ port: 30_000, service: "web/front" }],
};

export const brokers: SetNeeds = {
  name: "kafka",
  member: "broker",
  labels: { app: "kafka" },
  count: 3,
  resources: { cpu: "250m", memory: "1Gi" },
  volumeSize: "2Gi",
  section: "kafka",
  sizeSetting: "storage.size",
  countSetting: "kafka.brokers",
};

export const zookeeper: SetNeeds = {
  ...brokers,
  name: "zookeeper",
  member: "ZooKeeper server",
  labels: { app: "zookeeper" },
  volumeSize: "1Gi",
  section: "zookeeper",
  sizeSetting: "zookeeper.storageSize",
  countSetting: "zookeeper.servers",
};

export const needs: Needs = {
  namespace: "kafka",
  stack: "kafka-platform.dev",
  brokers,
  coordination: "kraft-combined",
  services: ["kafka", "kafka-0-external"],
  externalServices: ["kafka-0-external"],
  version: "4.2.0",
  metadataVersion: "4.2",
  certificates: { authorities: [1], issuer: 1 },
  nodePorts: [31_090, 31_091, 31_092],
  nodeAddresses: true,
  zones: false,
  applications: [{ name: "orders", namespace: "shop", secrets: ["orders-kafka"] }],
};

/** A Kafka cluster that has what {@link needs} ask for. */
export const deployed: DeployedFacts = {
  coordination: "kraft-combined",
  trust: [{ holder: "kafka-0", authorities: [1] }],
  issuers: ["kafka-ca-1"],
  clusterIds: [],
  metadataLevel: 29,
};
