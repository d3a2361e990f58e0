import type { Input } from "@pulumi/pulumi";
import { serviceHost } from "../../lib/naming";
import { seconds } from "../../lib/units";
import { markerMount, markerVolume } from "../workload/established";
import {
  confined,
  fileMounts,
  fileVolumes,
  type Identity,
  type Resources,
  type StatefulPod,
  searchPath,
  statefulPod,
} from "../workload/pod";
import { volumeName } from "../workload/storage";
import { dataPath, jvmOptions } from "./broker-config";
import { containerPorts, type ListenerName } from "./listeners";
import type { NewVolumes } from "./new-volumes";
import type { ProbeArgs, probes } from "./probes";
import { type NodeFiles, scriptPath } from "./scripts";

/** What the pods of brokers and controllers are made of. */
export interface NodePodArgs {
  /** An image with a JRE, and Kafka's jar files in /opt/kafka/libs. */
  readonly image: string;
  readonly resources: Resources;
  /** The heap's size, as a Kubernetes quantity, and further options of the JVM. */
  readonly jvm: { readonly heap: string; readonly options: readonly string[] };
  readonly probes: ProbeArgs;
  /** How long a node may take to stop in good order: a duration. */
  readonly terminationGracePeriod: string;
  /** The PriorityClass of the pods. @default the cluster's default class */
  readonly priorityClass?: string | undefined;
  /** By what the nodes are known, and whom they know. */
  readonly identity: Identity;
}

/** What makes the pod a broker's or a controller's. */
export interface NodeContext {
  readonly labels: Readonly<Record<string, string>>;
  readonly headlessService: string;
  readonly namespace: string;
  readonly files: NodeFiles;
  readonly clusterId: Input<string>;
  /** The id of the node whose pod has the ordinal 0. */
  readonly firstId: number;
  readonly listeners: readonly ListenerName[];
  readonly probes: ReturnType<typeof probes>;
  /** Further environment variables of the node. @default none */
  readonly environment?: readonly (
    | { readonly name: string; readonly value: string }
    | NewVolumes["environment"][number]
  )[];
  /** What asks for the node's zone before Kafka starts. @default nothing does */
  readonly zone?: ZoneReading | undefined;
  /** The name of the StatefulSet whose pods are the voters, where this node may be one. @default it has no vote */
  readonly voters?: string | undefined;
}

/** How a pod finds out in which zone it is. */
export interface ZoneReading {
  readonly serviceAccount: string;
  readonly initContainer: { readonly name: string };
  readonly volumes: readonly { readonly name: string }[];
  /** Mounts the answer in the main container. */
  readonly mount: { readonly name: string; readonly mountPath: string };
  /** The path of the answer. */
  readonly file: string;
}

/** The pod of a Kafka node, within the limits of Kubernetes' "restricted" security standard. */
export const nodePod = (args: NodePodArgs, context: NodeContext): StatefulPod =>
  statefulPod({
    labels: context.labels,
    certificateDigest: args.identity.certificateDigest,
    terminationGracePeriod: args.terminationGracePeriod,
    priorityClass: args.priorityClass,
    serviceAccount: context.zone?.serviceAccount,
    initContainers: [...(context.zone ? [context.zone.initContainer] : []), preparation(args)],
    containers: [container(args, context)],
    volumes: [
      ...fileVolumes({ ...context.files, identity: args.identity }),
      ...(context.voters === undefined ? [] : [markerVolume(context.voters)]),
      ...(context.zone?.volumes ?? []),
    ],
  });

/** Makes the readiness probe cheap before there is a node to probe. */
const preparation = ({ image, resources }: NodePodArgs) => ({
  ...confined(image, resources),
  name: "prepare-readiness",
  command: [scriptPath("readiness"), "prepare"],
  env: [{ name: "PATH", value: searchPath }],
  volumeMounts: fileMounts,
});

const container = (args: NodePodArgs, context: NodeContext) => ({
  ...confined(args.image, args.resources),
  name: "kafka",
  command: [scriptPath("start")],
  env: environment(args, context),
  ports: containerPorts(...context.listeners),
  ...context.probes,
  volumeMounts: [
    ...fileMounts,
    { name: volumeName, mountPath: dataPath },
    ...(context.voters === undefined ? [] : [markerMount]),
    ...(context.zone ? [{ ...context.zone.mount, readOnly: true }] : []),
  ],
});

const environment = ({ jvm, probes }: NodePodArgs, { headlessService, namespace, zone, ...context }: NodeContext) => [
  { name: "PATH", value: searchPath },
  { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
  { name: "HOST_IP", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } },
  { name: "POD_DOMAIN", value: serviceHost(headlessService, namespace) },
  { name: "NODE_ID_BASE", value: String(context.firstId) },
  { name: "CLUSTER_ID", value: context.clusterId },
  { name: "JVM_OPTIONS", value: jvmOptions(jvm).join(" ") },
  { name: "READINESS_TIMEOUT", value: String(seconds(probes.readinessTimeout)) },
  ...(zone === undefined ? [] : [{ name: "ZONE_FILE", value: zone.file }]),
  ...(context.environment ?? []),
];
