import { podHost } from "../../lib/naming";
import type { PropertyValue } from "../../lib/properties";

/** The brokers' listeners and their ports: one for each kind of client, so that each can have its own security. */
export const listeners = {
  /** Between brokers, and from the tools that run in their pods. */
  REPLICATION: 9091,
  /** Applications in the cluster. */
  CLIENT: 9092,
  /** Between controllers, and from brokers to them. */
  CONTROLLER: 9093,
  /** Administrators outside the cluster; each broker has an address of its own. */
  EXTERNAL: 9094,
} as const;

export type ListenerName = keyof typeof listeners;

/** The name of a listener's port in pods and Services. The prefix tells a service mesh what the protocol is. */
export const portName = (listener: ListenerName): string => `tcp-${listener.toLowerCase()}`;

/** The ports of a Service that offers these listeners. */
export const servicePorts = (...names: ListenerName[]) =>
  names.map((name) => ({ name: portName(name), port: listeners[name], targetPort: portName(name) }));

/** What {@link listenerProperties} leaves to the start script, since each pod has its own. */
const podPlaceholders = { id: "@ID@", host: "@HOST@", externalAddress: "@EXTERNAL_ADDRESS@" } as const;

/**
 * The properties that say who a broker is and where it listens. Each node is broker and controller in one; the start
 * script makes a node that is not among the voters a broker alone.
 *
 * @param voters the ids of the controllers
 */
export function listenerProperties(
  voters: readonly number[],
  place: { readonly headlessService: string; readonly namespace: string },
): Record<string, PropertyValue> {
  const names = Object.keys(listeners) as ListenerName[];
  const { id, host, externalAddress } = podPlaceholders;
  const controller = (voter: number) => podHost(`kafka-${voter}`, place.headlessService, place.namespace);
  return {
    "node.id": id,
    "process.roles": "broker,controller",
    "controller.quorum.voters": voters.map((v) => `${v}@${controller(v)}:${listeners.CONTROLLER}`).join(","),
    listeners: names.map((name) => `${name}://:${listeners[name]}`).join(","),
    "advertised.listeners": [
      `REPLICATION://${host}:${listeners.REPLICATION}`,
      `CLIENT://${host}:${listeners.CLIENT}`,
      `CONTROLLER://${host}:${listeners.CONTROLLER}`,
      `EXTERNAL://${externalAddress}`,
    ].join(","),
    "listener.security.protocol.map": names.map((name) => `${name}:PLAINTEXT`).join(","),
    "inter.broker.listener.name": "REPLICATION",
    "controller.listener.names": "CONTROLLER",
  };
}
