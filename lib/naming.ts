/** The name of a Service in the cluster's DNS. */
export const serviceHost = (service: string, namespace: string): string => `${service}.${namespace}.svc.cluster.local`;

/** A host and its port as one text, in which an IPv6 address needs brackets. */
export const hostPort = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** The host of what {@link hostPort} writes, without brackets, and the port. */
export function splitHostPort(address: string): { readonly host: string; readonly port: number } {
  const separator = address.lastIndexOf(":");
  return { host: address.slice(0, separator).replace(/^\[|\]$/g, ""), port: Number(address.slice(separator + 1)) };
}

/** The name that a StatefulSet's pod keeps through every restart, given by its headless Service. */
export const podHost = (pod: string, headlessService: string, namespace: string): string =>
  `${pod}.${serviceHost(headlessService, namespace)}`;
