import { type BrokerFile, partsOf } from "./broker-files";

/** A listener of a node, or one of other nodes that it calls. */
export interface Listener {
  readonly name: string;
  /** What is spoken there, in capital letters. @default nothing, where the configuration does not say */
  readonly protocol: string | undefined;
  /** Whether the node itself listens there. */
  readonly isOwn: boolean;
  /** Where it listens. @default nothing, where that is another node's, or is not said */
  readonly port: number | undefined;
}

// What Kafka takes where nothing is written.
const defaults = {
  listeners: "PLAINTEXT://:9092",
  protocols: "PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL",
};

/** The listeners of a node, and those of controllers that it calls. */
export function listenersOf({ properties }: BrokerFile): readonly Listener[] {
  const protocols = new Map(
    partsOf(properties.get("listener.security.protocol.map") ?? defaults.protocols).map((entry) => {
      const [name = "", protocol] = entry.split(":");
      return [name.trim().toUpperCase(), protocol?.trim().toUpperCase()] as const;
    }),
  );
  const entries = partsOf(properties.get("listeners") || defaults.listeners);
  const ports = new Map(
    entries.map((entry) => [entry.replace(/:.*$/s, "").toUpperCase(), Number(/:(\d+)$/.exec(entry)?.[1])] as const),
  );
  const own = [...ports.keys()];
  const called = partsOf(properties.get("controller.listener.names"));
  return [...new Set([...own, ...called].map((name) => name.toUpperCase()))].map((name) => ({
    name,
    protocol: protocols.get(name),
    isOwn: own.includes(name),
    port: ports.get(name),
  }));
}

/** Whether a listener is one that TLS protects. */
export const isEncrypted = ({ protocol }: Listener): boolean => protocol === "SSL" || protocol === "SASL_SSL";

/** A setting as it holds for a listener. */
export const settingFor = ({ properties }: BrokerFile, { name }: Listener, key: string): string | undefined =>
  properties.get(`listener.name.${name.toLowerCase()}.${key}`) ?? properties.get(key);
