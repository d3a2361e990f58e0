import type { PropertyValue } from "../../lib/properties";

/** The listeners and their ports: one for each kind of client, so that each can have its own security. */
export const listeners = {
  /** Between brokers, and from the tools that run in their pods: certificates on both sides. */
  REPLICATION: 9091,
  /** Applications in the cluster: SCRAM over TLS. */
  CLIENT: 9092,
  /** Between controllers, and from brokers to them: certificates on both sides. */
  CONTROLLER: 9093,
  /** Administrators outside the cluster: certificates on both sides; each broker has an address of its own. */
  EXTERNAL: 9094,
} as const;

/** The name of a listener, as Kafka's configuration has it. */
export type ListenerName = keyof typeof listeners;

/** The name of a listener's port in pods and Services. The prefix tells a service mesh what the protocol is. */
export const portName = (listener: ListenerName): string => `tcp-${listener.toLowerCase()}`;

/** The ports of a Service that offers these listeners. */
export const servicePorts = (...names: readonly ListenerName[]) =>
  names.map((name) => ({ name: portName(name), port: listeners[name], targetPort: portName(name) }));

/** The ports of a container that has these listeners. */
export const containerPorts = (...names: readonly ListenerName[]) =>
  names.map((name) => ({ name: portName(name), containerPort: listeners[name] }));

/** What the properties leave to the start script, since each pod has its own. */
const podPlaceholders = { id: "@ID@", host: "@HOST@", externalAddress: "@EXTERNAL_ADDRESS@" } as const;

/** The id of a node, which the start script fills in. */
export const nodeId = podPlaceholders.id;

/**
 * The properties that say where a node listens, and how it asks there who is calling.
 *
 * @param names the listeners that it has
 * @param called the listeners of other nodes that it calls, beside those that it has itself
 */
export function listenerProperties(
  names: readonly ListenerName[],
  called: readonly ListenerName[] = [],
): Record<string, PropertyValue> {
  const { host, externalAddress } = podPlaceholders;
  const advertised = (name: ListenerName) =>
    `${name}://${name === "EXTERNAL" ? externalAddress : `${host}:${listeners[name]}`}`;
  const known = [...new Set([...names, ...called])];
  return {
    listeners: names.map((name) => `${name}://:${listeners[name]}`).join(","),
    "advertised.listeners": names.map(advertised).join(","),
    "listener.security.protocol.map": known
      .map((name) => `${name}:${name === "CLIENT" ? "SASL_SSL" : "SSL"}`)
      .join(","),
    ...(names.includes("CLIENT") && {
      "listener.name.client.ssl.client.auth": "none",
      "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512",
      "listener.name.client.scram-sha-512.sasl.jaas.config":
        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    }),
  };
}
