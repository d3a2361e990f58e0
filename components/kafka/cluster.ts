import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { serviceHost } from "../../lib/naming";
import { type BrokerConfigArgs, renderServerProperties } from "./broker-config";
import { listeners, portName, servicePorts } from "./listeners";
import {
  bootstrapService,
  brokerIds,
  brokerLabels,
  externalService,
  headlessService,
  podName,
  statefulSetName,
} from "./names";
import { brokerPod, type PodArgs } from "./pod";
import { staticFiles } from "./scripts";
import { claimRetention, type StorageArgs, volumeClaimTemplate } from "./storage";

/** How administrators reach each broker from outside the cluster. */
export interface ExternalArgs {
  /** The NodePort of broker 0; broker 1 has the next one, and so on. */
  readonly nodePortBase: number;
  /** Hosts at which the NodePorts answer; brokers share them in turn. @default the address of each broker's node */
  readonly addresses?: readonly string[] | undefined;
}

/** What a Kafka cluster is made from. */
export interface ClusterArgs extends BrokerConfigArgs, PodArgs {
  /** The namespace, which has to exist. */
  readonly namespace: string;
  readonly storage: StorageArgs;
  readonly external: ExternalArgs;
}

// The provider would wait for each object by rules of its own, which know nothing of replicas in sync and, for an
// update of a StatefulSet, end before the roll has begun. The readiness gate waits for all of them at once.
const skipAwait = { "pulumi.com/skipAwait": "true" };

// The same for what is made or changed: it is enough that the object is there. Unlike skipAwait, this leaves the
// provider to wait until a deleted StatefulSet's pods have gone: they find each other by the Services, which go next,
// and hand over to each other before they stop.
const awaitDeletionOnly = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

/**
 * A Kafka cluster of three nodes in KRaft mode, each broker and controller in one and on a Kubernetes node of its own.
 *
 * That its resources exist does not mean that it serves: put a readiness gate between it and whatever uses it.
 */
export class Cluster extends pulumi.ComponentResource {
  /** The id that Kafka knows the cluster by. It is on every volume, so it must outlive the pods. */
  readonly clusterId: pulumi.Output<string>;
  /** The brokers. */
  readonly statefulSet: k8s.apps.v1.StatefulSet;
  /** Where applications in the cluster connect. */
  readonly clientBootstrap: string;

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    super("kafka-platform:kafka:Cluster", name, args, opts);
    const { namespace } = args;
    const child = { parent: this };

    const id = new random.RandomId(
      `${name}-cluster-id`,
      { byteLength: 16 },
      // `pulumi import`, which brings back the id of volumes that have outlived their stack, knows no parent.
      { ...child, protect: true, aliases: [{ parent: pulumi.rootStackResource }] },
    );
    this.clusterId = id.b64Url;

    // Its name is the provider's to choose: a change makes a new one, and the pods' template refers to it by name. So
    // a change of configuration is a roll, and a pod never runs with a mixture of two configurations.
    const files = new k8s.core.v1.ConfigMap(
      `${name}-files`,
      {
        metadata: { namespace },
        data: {
          ...staticFiles(),
          "server.properties": renderServerProperties(args, brokerIds, { headlessService, namespace }),
        },
      },
      child,
    );

    new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      {
        metadata: { name: statefulSetName, namespace },
        spec: { maxUnavailable: 1, selector: { matchLabels: brokerLabels } },
      },
      child,
    );

    const services = [
      headlessServiceOf(`${name}-headless`, namespace, child),
      bootstrapServiceOf(`${name}-bootstrap`, namespace, child),
      ...brokerIds.map((id) => externalServiceOf(`${name}-${id}-external`, id, args, child)),
    ];
    this.clientBootstrap = `${serviceHost(bootstrapService, namespace)}:${listeners.CLIENT}`;

    this.statefulSet = new k8s.apps.v1.StatefulSet(
      `${name}-brokers`,
      {
        metadata: { name: statefulSetName, namespace, annotations: awaitDeletionOnly },
        spec: {
          serviceName: headlessService,
          replicas: brokerIds.length,
          // One by one would never start: the first broker needs a second one for the controllers' quorum.
          podManagementPolicy: "Parallel",
          updateStrategy: { type: "RollingUpdate" },
          selector: { matchLabels: brokerLabels },
          persistentVolumeClaimRetentionPolicy: claimRetention(args.storage),
          volumeClaimTemplates: [volumeClaimTemplate(args.storage)],
          template: brokerPod(args, {
            labels: brokerLabels,
            headlessService,
            namespace,
            configMap: files.metadata.name,
            clusterId: id.b64Url,
            nodePortBase: args.external.nodePortBase,
            externalHosts: args.external.addresses,
          }),
        },
      },
      // Replacing it, as a change of an immutable field would, stops all brokers at once.
      { ...child, dependsOn: services, protect: true, customTimeouts: { delete: "15m" } },
    );

    this.registerOutputs({ clusterId: this.clusterId, clientBootstrap: this.clientBootstrap });
  }
}

// Brokers find each other by this Service before they are ready, and must: they become ready by finding each other.
const headlessServiceOf = (name: string, namespace: string, opts: pulumi.CustomResourceOptions) =>
  new k8s.core.v1.Service(
    name,
    {
      metadata: { name: headlessService, namespace, annotations: skipAwait },
      spec: {
        clusterIP: "None",
        publishNotReadyAddresses: true,
        selector: brokerLabels,
        ports: servicePorts("REPLICATION", "CLIENT", "CONTROLLER"),
      },
    },
    opts,
  );

// A broker that is behind can still say where the others are; were only ready ones offered, then two that are behind
// would make the cluster unreachable for new clients though it serves.
const bootstrapServiceOf = (name: string, namespace: string, opts: pulumi.CustomResourceOptions) =>
  new k8s.core.v1.Service(
    name,
    {
      metadata: { name: bootstrapService, namespace, annotations: skipAwait },
      spec: { publishNotReadyAddresses: true, selector: brokerLabels, ports: servicePorts("CLIENT") },
    },
    opts,
  );

const externalServiceOf = (
  name: string,
  id: number,
  { namespace, external }: ClusterArgs,
  opts: pulumi.CustomResourceOptions,
) =>
  new k8s.core.v1.Service(
    name,
    {
      metadata: { name: externalService(id), namespace, annotations: skipAwait },
      spec: {
        type: "NodePort",
        publishNotReadyAddresses: true,
        selector: { "statefulset.kubernetes.io/pod-name": podName(id) },
        ports: [
          {
            name: portName("EXTERNAL"),
            port: listeners.EXTERNAL,
            targetPort: portName("EXTERNAL"),
            nodePort: external.nodePortBase + id,
          },
        ],
      },
    },
    opts,
  );
