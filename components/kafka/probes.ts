import { seconds } from "../../lib/units";
import { portName } from "./listeners";
import { scriptPath } from "./scripts";

/** How often, and how patiently, Kubernetes asks a broker how it is. */
export interface ProbeArgs {
  /** How long a broker may take to recover its log and open its port, before it is started again: a duration. */
  readonly startupTimeout: string;
  /** How often a broker is asked whether it is in sync: a duration. */
  readonly readinessPeriod: string;
  /** How long the answer may take: a duration. */
  readonly readinessTimeout: string;
}

// Brokers open this port when they have caught up with the cluster's metadata and serve.
const portIsOpen = { tcpSocket: { port: portName("REPLICATION") } };

const startupPeriod = 5;

/**
 * The probes of a broker.
 *
 * Only readiness asks whether the broker is in sync: it makes a roll wait. Liveness must not, or Kubernetes would kill
 * brokers for being behind, which puts them further behind.
 */
export const probes = ({ startupTimeout, readinessPeriod, readinessTimeout }: ProbeArgs) => ({
  startupProbe: {
    ...portIsOpen,
    periodSeconds: startupPeriod,
    timeoutSeconds: 3,
    failureThreshold: Math.max(1, Math.ceil(seconds(startupTimeout) / startupPeriod)),
  },
  livenessProbe: { ...portIsOpen, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  readinessProbe: {
    exec: { command: [scriptPath("readiness")] },
    periodSeconds: seconds(readinessPeriod),
    timeoutSeconds: seconds(readinessTimeout),
    failureThreshold: 2,
  },
});
