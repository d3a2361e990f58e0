import { jvmSize, seconds } from "../../lib/units";
import { markerMount, markerVolume } from "../workload/established";
import {
  confined,
  fileMounts,
  fileVolumes,
  type Identity,
  type Resources,
  searchPath,
  statefulPod,
} from "../workload/pod";
import { volumeName } from "../workload/storage";
import { type ZooKeeperPort, zooKeeperLabels, zooKeeperName, zooKeeperPortName, zooKeeperPorts } from "./names";
import { scriptPath, serverFileItems } from "./scripts";
import { dataPath } from "./zoo-config";

/** What a server's pod is made of. */
export interface ServerPodArgs {
  /** An image with a JRE and Bash, and ZooKeeper's jar files in /opt/kafka/libs, as Kafka 3.9 has them. */
  readonly image: string;
  /** What the pod requests of its node; its memory is limited to the same. */
  readonly resources: Resources;
  /** The heap's size, as a Kubernetes quantity, and further options of the JVM. */
  readonly jvm: { readonly heap: string; readonly options: readonly string[] };
  /** By what the server proves itself to the others and to clients, and whom it trusts. */
  readonly identity: Identity;
  /** @default the cluster's default priority */
  readonly priorityClass?: string | undefined;
  /** How long a server may take to stop: a duration. @default "30s" */
  readonly terminationGracePeriod?: string | undefined;
  /** How long a server may take to read its volume, before it is started again: a duration. @default "10m" */
  readonly startupTimeout?: string | undefined;
}

/** The pod of a server. */
export const serverPod = (args: ServerPodArgs, files: string) =>
  statefulPod({
    labels: zooKeeperLabels,
    certificateDigest: args.identity.certificateDigest,
    terminationGracePeriod: args.terminationGracePeriod ?? "30s",
    priorityClass: args.priorityClass,
    containers: [container(args)],
    volumes: [
      ...fileVolumes({ configMap: files, items: serverFileItems(), identity: args.identity }),
      markerVolume(zooKeeperName),
    ],
  });

const container = (args: ServerPodArgs) => ({
  ...confined(args.image, args.resources),
  name: "zookeeper",
  command: [scriptPath("start")],
  env: [
    { name: "PATH", value: searchPath },
    { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "JVM_OPTIONS", value: jvmOptions(args.jvm).join(" ") },
  ],
  ports: (Object.keys(zooKeeperPorts) as ZooKeeperPort[]).map((port) => ({
    name: zooKeeperPortName(port),
    containerPort: zooKeeperPorts[port],
  })),
  ...probes(args.startupTimeout ?? "10m"),
  volumeMounts: [...fileMounts, markerMount, { name: volumeName, mountPath: dataPath }],
});

const startupPeriod = 5;

// A server answers when it has read its volume, with a quorum or without: killing it would not bring the others back.
const answers = { exec: { command: [scriptPath("four-letter-word"), "ruok"] } };

// Only readiness asks for the quorum: it makes a roll wait.
const probes = (startupTimeout: string) => ({
  startupProbe: {
    ...answers,
    periodSeconds: startupPeriod,
    timeoutSeconds: 5,
    failureThreshold: Math.max(1, Math.ceil(seconds(startupTimeout) / startupPeriod)),
  },
  livenessProbe: { ...answers, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  readinessProbe: {
    exec: { command: [scriptPath("zkServer"), "status"] },
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 2,
  },
});

/** The options of a server's JVM. */
export function jvmOptions(jvm: ServerPodArgs["jvm"]): readonly string[] {
  const heap = jvmSize(jvm.heap);
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    ...jvm.options,
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
    // A server that comes back has another address; the name stays.
    "-Dsun.net.inetaddr.ttl=10",
  ];
}
