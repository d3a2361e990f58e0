/** The ids of so many brokers, which are also the ordinals of their pods. */
export const brokerIds = (brokers: number): readonly number[] => Array.from({ length: brokers }, (_, id) => id);

/** The label by which everything finds the brokers' pods. */
export const brokerLabels = { app: "kafka" } as const;

/** The name of the brokers' StatefulSet, and what their pods' names begin with. */
export const statefulSetName = "kafka";
/** The Service where applications in the cluster begin: all brokers, those that are behind among them. */
export const bootstrapService = "kafka";
/** The Service by which each broker has a host name that outlives its pod. */
export const headlessService = "kafka-headless";

/** The pod of the broker with this id. */
export const podName = (id: number): string => `${statefulSetName}-${id}`;
/** The Service by which administrators reach the broker with this id from outside. */
export const externalService = (id: number): string => `${podName(id)}-external`;
