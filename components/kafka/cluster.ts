import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { serviceHost } from "../../lib/naming";
import { contentMap } from "../workload/content-map";
import { ensemble } from "../workload/ensemble";
import type { StorageArgs } from "../workload/storage";
import { type BrokerConfigArgs, renderServerProperties } from "./broker-config";
import { type Coordination, coordinationAnnotation, coordinationName } from "./coordination";
import { type ListenerName, listeners, servicePorts } from "./listeners";
import { bootstrapService, brokerIds, brokerLabels, headlessService, statefulSetName } from "./names";
import { newVolumes } from "./new-volumes";
import { type NodePodArgs, nodePod, type ZoneReading } from "./node-pod";
import { probes } from "./probes";
import { nodeFiles } from "./scripts";
import { bootstrapServiceOf, type ExternalArgs, externalServiceOf } from "./services";

/** What a Kafka cluster's brokers are made from. */
export interface ClusterArgs extends BrokerConfigArgs, NodePodArgs {
  /** The namespace, which has to exist. */
  readonly namespace: string;
  /** The number of brokers; at least `replicationFactor`. */
  readonly brokers: number;
  /** The id that Kafka knows the cluster by. It is on every volume, so it must outlive the pods. */
  readonly clusterId: pulumi.Input<string>;
  readonly coordination: Coordination;
  /** Distinguished names of those who may do everything. */
  readonly superUsers: readonly string[];
  readonly storage: StorageArgs;
  readonly external: ExternalArgs;
  /** How brokers learn their racks. @default they have none */
  readonly zone?: (ZoneReading & { readonly scripts: Readonly<Record<string, string>> }) | undefined;
  /** What has to be ready before a change of the brokers. @default nothing */
  readonly after?: readonly pulumi.Input<pulumi.Resource>[];
  /** What judges a change before it restarts a broker. */
  readonly beforeUpdate: pulumi.ResourceHook;
}

/**
 * The brokers of a Kafka cluster, each on a Kubernetes node of its own and with a volume of its own; in combined KRaft
 * mode, the first three of them are its controllers too.
 *
 * That its resources exist does not mean that it serves: put a readiness gate between it and whatever uses it.
 */
export class Cluster extends pulumi.ComponentResource {
  /** The brokers. */
  readonly statefulSet: k8s.apps.v1.StatefulSet;
  /** Where administrators reach each broker, in the order of their ids. */
  readonly externalServices: readonly k8s.core.v1.Service[];
  /** Where applications in the cluster connect. */
  readonly clientBootstrap: string;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("kafka-platform:kafka:Cluster", name, {}, opts);
    const { namespace, coordination, external } = args;
    const child = { parent: this };

    const properties = renderServerProperties(args, args);
    const files = nodeFiles("kafka-files", "broker", coordination.mode, properties, args.zone?.scripts);
    const configMap = contentMap(`${name}-files`, { namespace, name: files.configMap, data: files.data }, child);
    const formats =
      coordination.mode === "kraft" ? [newVolumes(statefulSetName, { ...coordination, namespace }, child)] : [];
    const bootstrap = bootstrapServiceOf(`${name}-bootstrap`, namespace, child);
    this.clientBootstrap = `${serviceHost(bootstrapService, namespace)}:${listeners.CLIENT}`;

    const combined = coordination.mode === "kraft" && coordination.combined;
    const inside: readonly ListenerName[] = ["REPLICATION", "CLIENT", ...(combined ? (["CONTROLLER"] as const) : [])];
    this.statefulSet = ensemble(
      name,
      {
        members: "brokers",
        name: statefulSetName,
        namespace,
        labels: brokerLabels,
        replicas: args.brokers,
        headlessService,
        ports: servicePorts(...inside),
        storage: args.storage,
        annotations: { [coordinationAnnotation]: coordinationName(coordination) },
        after: [configMap, ...formats.map(({ note }) => note), bootstrap, ...(args.after ?? [])],
        beforeUpdate: args.beforeUpdate,
        pod: nodePod(args, {
          labels: brokerLabels,
          headlessService,
          namespace,
          files,
          clusterId: args.clusterId,
          firstId: 0,
          listeners: [...inside, "EXTERNAL"],
          probes: probes(args.probes, "REPLICATION"),
          environment: [...externalEnvironment(external), ...formats.flatMap(({ environment }) => environment)],
          zone: args.zone,
          voters: combined ? statefulSetName : undefined,
        }),
      },
      child,
    );
    // Last: what judges a change of the brokers asks them where these Services have them until then.
    const afterBrokers = { ...child, dependsOn: this.statefulSet };
    this.externalServices = brokerIds(args.brokers).map((id) =>
      externalServiceOf(`${name}-${id}-external`, id, namespace, external, afterBrokers),
    );
    this.registerOutputs({ clientBootstrap: this.clientBootstrap });
  }
}

/** From which the start script makes the broker's address for administrators. */
const externalEnvironment = ({ type, nodePortBase, addresses }: ExternalArgs) => [
  { name: "EXTERNAL_HOSTS", value: addresses?.join(" ") ?? "$(HOST_IP)" },
  { name: "EXTERNAL_PORT", value: String(type === "NodePort" ? nodePortBase : listeners.EXTERNAL) },
  { name: "EXTERNAL_PORT_STEP", value: type === "NodePort" ? "1" : "0" },
];
