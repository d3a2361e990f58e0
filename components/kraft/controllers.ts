import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { servicePorts } from "../kafka/listeners";
import { newVolumes } from "../kafka/new-volumes";
import { type NodePodArgs, nodePod } from "../kafka/node-pod";
import { probes } from "../kafka/probes";
import { nodeFiles } from "../kafka/scripts";
import { contentMap } from "../workload/content-map";
import { ensemble } from "../workload/ensemble";
import type { StorageArgs } from "../workload/storage";
import { type ControllerConfigArgs, renderControllerProperties } from "./controller-config";
import { controllerLabels, controllerName, firstControllerId } from "./names";

/** What dedicated controllers are made from. */
export interface ControllersArgs extends ControllerConfigArgs, NodePodArgs {
  /** The namespace, which has to exist. */
  readonly namespace: string;
  /** The id that Kafka knows the cluster by. */
  readonly clusterId: pulumi.Input<string>;
  /** The release whose metadata format a new volume is given. */
  readonly metadataVersion: string;
  /** Each controller's volume: the metadata log and its snapshots. */
  readonly storage: StorageArgs;
  /** What judges a change before it restarts a controller. */
  readonly beforeUpdate: pulumi.ResourceHook;
}

/** The controllers of a KRaft cluster in pods of their own, each on a Kubernetes node of its own. */
export class Controllers extends pulumi.ComponentResource {
  /** The controllers. */
  readonly statefulSet: k8s.apps.v1.StatefulSet;

  constructor(name: string, args: ControllersArgs, opts: pulumi.ComponentResourceOptions) {
    super("kafka-platform:kraft:Controllers", name, {}, opts);
    const { namespace, voters } = args;
    const child = { parent: this };
    const files = nodeFiles(`${controllerName}-files`, "controller", "kraft", renderControllerProperties(args));
    const configMap = contentMap(`${name}-files`, { namespace, name: files.configMap, data: files.data }, child);
    const { note, environment } = newVolumes(controllerName, args, child);
    this.statefulSet = ensemble(
      name,
      {
        members: "controllers",
        name: controllerName,
        namespace,
        labels: controllerLabels,
        replicas: voters.length,
        headlessService: controllerName,
        ports: servicePorts("CONTROLLER"),
        storage: args.storage,
        after: [configMap, note],
        beforeUpdate: args.beforeUpdate,
        pod: nodePod(args, {
          labels: controllerLabels,
          headlessService: controllerName,
          namespace,
          files,
          clusterId: args.clusterId,
          firstId: firstControllerId,
          listeners: ["CONTROLLER"],
          probes: probes(args.probes, "CONTROLLER"),
          environment,
          voters: controllerName,
        }),
      },
      child,
    );
    this.registerOutputs({});
  }
}
