/** The ids of so many brokers, which are also the ordinals of their pods. */
export const brokerIds = (brokers: number): readonly number[] => Array.from({ length: brokers }, (_, id) => id);

/** The label by which everything finds the brokers' pods. */
export const brokerLabels = { app: "kafka" } as const;

export const statefulSetName = "kafka";
export const bootstrapService = "kafka";
export const headlessService = "kafka-headless";

export const podName = (id: number): string => `${statefulSetName}-${id}`;
export const externalService = (id: number): string => `${podName(id)}-external`;

/** What the gates look for: the cluster's own objects, whether they exist yet or not. */
export const clusterObjects = (namespace: string, brokers: number) => ({
  namespace,
  labels: brokerLabels,
  statefulSet: statefulSetName,
  pods: brokerIds(brokers).map(podName),
  services: brokerIds(brokers).map(externalService),
});
