import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../lib/refusal";
import { kubernetesApis } from "./kubernetes-client";
import { existing, explain } from "./kubernetes-errors";

/** What the stack remembers, and where to look whether it is still so. */
export interface SameClusterArgs {
  /** The platform's namespace: what Kubernetes once called it is in the state. */
  readonly namespace: k8s.core.v1.Namespace;
  /** The id that this stack gave to its Kafka cluster. */
  readonly clusterId: pulumi.Output<string>;
  /** The ids of the Kafka cluster that is there, by those of its brokers that answer. */
  readonly liveClusterIds: readonly string[];
  /** The kubeconfig context that names the cluster. @default the kubeconfig's current context */
  readonly context?: string | undefined;
}

/**
 * A dependency that is met when this is the Kubernetes cluster, and the Kafka cluster, that the stack was deployed to:
 * what everything in the namespace has to wait for. It is judged in previews too.
 *
 * A kubeconfig that leads elsewhere would otherwise let a second platform be made there, or another one be changed.
 */
export const sameCluster = (args: SameClusterArgs, readUid = namespaceUid): pulumi.Output<pulumi.Resource> =>
  pulumi
    .all([args.namespace.metadata.uid, args.namespace.metadata.name, args.clusterId])
    .apply(async ([uid, name, clusterId]) => {
      const mistake =
        namespaceMistake(name, uid, await readUid(name, args.context)) ?? kafkaMistake(clusterId, args.liveClusterIds);
      if (mistake !== undefined) {
        throw refusal(mistake);
      }
      return args.namespace;
    });

/** What is wrong about a namespace, if it is another than the stack remembers. */
export const namespaceMistake = (name: string, remembered: string, found: string | undefined): string | undefined =>
  remembered === found
    ? undefined
    : `This is not the Kubernetes cluster that the stack was deployed to: its namespace ${name} had the UID ` +
      `${remembered}, and here ${found === undefined ? "there is none" : `it has ${found}`}. Nothing in it was changed. ` +
      "Point KUBECONFIG, or kubernetes.context, at the right cluster; if the namespace was deleted there, run " +
      "`pulumi refresh` so that the stack forgets it.";

/** What is wrong about a Kafka cluster, if it is another than the stack's. */
export function kafkaMistake(clusterId: string, found: readonly string[]): string | undefined {
  const foreign = found.filter((id) => id !== clusterId);
  return foreign.length === 0
    ? undefined
    : `The brokers here belong to the Kafka cluster ${foreign.join(", ")}, and this stack's id is ${clusterId}. Nothing ` +
        "of them was changed. Point KUBECONFIG, or kubernetes.context, at the right cluster; if these are this stack's " +
        "brokers, take the wrong id out of the stack with `pulumi state delete --force` and bring the right one back " +
        `with \`pulumi import -- random:index/randomId:RandomId kafka-cluster-id ${foreign[0]}\`.`;
}

async function namespaceUid(name: string, context: string | undefined): Promise<string | undefined> {
  const { core, target } = await kubernetesApis(context);
  try {
    return (await existing(core.readNamespace({ name })))?.metadata?.uid;
  } catch (error) {
    throw refusal(`Whether this is the cluster of the stack is not known. ${explain(error, target)}`);
  }
}
