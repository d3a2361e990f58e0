import type { Input } from "@pulumi/pulumi";
import { serviceHost } from "../../lib/naming";
import { seconds } from "../../lib/units";
import { dataPath, jvmOptions } from "./broker-config";
import { type ListenerName, listeners, portName } from "./listeners";
import { type ProbeArgs, probes } from "./probes";
import { fileItems, filesPath, scriptPath, searchPath } from "./scripts";
import { volumeName } from "./storage";

/** What a broker's pod is made of. */
export interface PodArgs {
  /** An image with a JRE, and Kafka's jar files in /opt/kafka/libs. */
  readonly image: string;
  /** What the pod requests of its node, as Kubernetes quantities; its memory is limited to the same. */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** The heap's size, as a Kubernetes quantity, and further options of the JVM. */
  readonly jvm: { readonly heap: string; readonly options: readonly string[] };
  readonly probes: ProbeArgs;
  /** How long a broker may take to stop in good order: a duration. */
  readonly terminationGracePeriod: string;
}

/** What a pod gets from its surroundings. */
export interface PodContext {
  readonly labels: Readonly<Record<string, string>>;
  readonly headlessService: string;
  readonly namespace: string;
  /** The ConfigMap with the files of {@link fileItems}. */
  readonly configMap: Input<string>;
  readonly clusterId: Input<string>;
  readonly nodePortBase: number;
  /** Hosts at which the brokers' NodePorts answer. @default the address of the broker's own node */
  readonly externalHosts?: readonly string[] | undefined;
}

/** The pod of a broker, within the limits of Kubernetes' "restricted" security standard. */
export function brokerPod(args: PodArgs, context: PodContext) {
  return {
    // So that `kubectl exec` and `kubectl logs` need not be told which container is meant.
    metadata: { labels: context.labels, annotations: { "kubectl.kubernetes.io/default-container": "kafka" } },
    spec: {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: context.labels } },
          ],
        },
      },
      automountServiceAccountToken: false,
      // Kubernetes would set KAFKA_PORT and its like for every Service, and images take such for configuration.
      enableServiceLinks: false,
      terminationGracePeriodSeconds: seconds(args.terminationGracePeriod),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        // A volume of a terabyte is not walked through at every start.
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      initContainers: [preparation(args)],
      containers: [container(args, context)],
      volumes: [
        { name: "files", configMap: { name: context.configMap, defaultMode: 0o555, items: fileItems() } },
        { name: "tmp", emptyDir: {} },
      ],
    },
  };
}

/** What every container of the pod has in common. */
const confined = ({ image, resources }: PodArgs) => ({
  image,
  imagePullPolicy: "IfNotPresent",
  resources: { requests: { ...resources }, limits: { memory: resources.memory } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  },
});

const filesMount = { name: "files", mountPath: filesPath, readOnly: true };
const tmpMount = { name: "tmp", mountPath: "/tmp" };

/** Makes the readiness probe cheap before there is a broker to probe. */
const preparation = (args: PodArgs) => ({
  ...confined(args),
  name: "prepare-readiness",
  command: [scriptPath("readiness"), "prepare"],
  env: [{ name: "PATH", value: searchPath }],
  volumeMounts: [filesMount, tmpMount],
});

const container = (args: PodArgs, context: PodContext) => ({
  ...confined(args),
  name: "kafka",
  command: [scriptPath("start")],
  env: environment(args, context),
  ports: (Object.keys(listeners) as ListenerName[]).map((name) => ({
    name: portName(name),
    containerPort: listeners[name],
  })),
  ...probes(args.probes),
  // The last lines of the log, and not an empty message, say why a broker stopped.
  terminationMessagePolicy: "FallbackToLogsOnError",
  volumeMounts: [filesMount, { name: volumeName, mountPath: dataPath }, tmpMount],
});

const environment = (args: PodArgs, { headlessService, namespace, ...context }: PodContext) => [
  { name: "PATH", value: searchPath },
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  { name: "HOST_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } },
  { name: "POD_DOMAIN", value: serviceHost(headlessService, namespace) },
  { name: "EXTERNAL_HOSTS", value: context.externalHosts?.join(" ") ?? "$(HOST_IP)" },
  { name: "NODE_PORT_BASE", value: String(context.nodePortBase) },
  { name: "CLUSTER_ID", value: context.clusterId },
  { name: "JVM_OPTIONS", value: jvmOptions(args.jvm).join(" ") },
];
