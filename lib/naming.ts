/** The name of a Service in the cluster's DNS. */
export const serviceHost = (service: string, namespace: string): string => `${service}.${namespace}.svc.cluster.local`;

/** The name that a StatefulSet's pod keeps through every restart, given by its headless Service. */
export const podHost = (pod: string, headlessService: string, namespace: string): string =>
  `${pod}.${serviceHost(headlessService, namespace)}`;
