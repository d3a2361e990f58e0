import { seconds } from "../../lib/units";
import { type ListenerName, portName } from "./listeners";
import { scriptPath } from "./scripts";

/** How often, and how patiently, Kubernetes asks a node how it is. */
export interface ProbeArgs {
  /** How long a node may take to recover its log and open its port, before it is started again: a duration. */
  readonly startupTimeout: string;
  /** How often a node is asked whether it is in sync: a duration. */
  readonly readinessPeriod: string;
  /** How long the answer may take: a duration. */
  readonly readinessTimeout: string;
}

const startupPeriod = 5;

/**
 * The probes of a node.
 *
 * Only readiness asks whether the node is in sync: it makes a roll wait. Liveness must not, or Kubernetes would kill
 * nodes for being behind, which puts them further behind.
 *
 * @param listener the one whose open port says that the node has started
 */
export const probes = ({ startupTimeout, readinessPeriod, readinessTimeout }: ProbeArgs, listener: ListenerName) => ({
  startupProbe: {
    tcpSocket: { port: portName(listener) },
    periodSeconds: startupPeriod,
    timeoutSeconds: 3,
    failureThreshold: Math.max(1, Math.ceil(seconds(startupTimeout) / startupPeriod)),
  },
  livenessProbe: { tcpSocket: { port: portName(listener) }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  readinessProbe: {
    exec: { command: [scriptPath("readiness")] },
    periodSeconds: seconds(readinessPeriod),
    timeoutSeconds: seconds(readinessTimeout),
    failureThreshold: 2,
  },
});
