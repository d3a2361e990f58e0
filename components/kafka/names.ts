/** The ids of the brokers, which are also the ordinals of their pods. All of them are controllers too. */
export const brokerIds: readonly number[] = [0, 1, 2];

/** The label by which everything finds the brokers' pods. */
export const brokerLabels = { app: "kafka" } as const;

export const statefulSetName = "kafka";
export const bootstrapService = "kafka";
export const headlessService = "kafka-headless";

export const podName = (id: number): string => `${statefulSetName}-${id}`;
export const externalService = (id: number): string => `${podName(id)}-external`;

/** What the gates look for: the cluster's own objects, whether they exist yet or not. */
export const clusterObjects = (namespace: string) => ({
  namespace,
  labels: brokerLabels,
  statefulSet: statefulSetName,
  pods: brokerIds.map(podName),
  services: brokerIds.map(externalService),
});
