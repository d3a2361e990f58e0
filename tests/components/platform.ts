import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { catalog } from "../../catalog/catalog";
import { readinessGate } from "../../components/gates/readiness";
import { clusterId } from "../../components/kafka/cluster-id";
import { brokerIds, brokerLabels, podName, statefulSetName } from "../../components/kafka/names";
import { restrictedNamespace } from "../../components/namespace/namespace";
import { type BrokersArgs, brokers } from "../../components/platform/brokers";
import { coordinate } from "../../components/platform/coordination";
import { type Declaration, declare } from "../../components/platform/declared";
import { issueIdentities } from "../../components/platform/identities";
import type { PlatformSettings } from "../../components/platform/settings";
import { dev, settingsOf } from "../unit/config/stack-file";
import { issuing, rolledOut, withKubernetesApi } from "./kubernetes-api";
import { only, type Registration, register, type World } from "./mocks";

export const bootstrapServers = ["10.0.0.1:31090", "10.0.0.2:31091", "10.0.0.3:31092"];

/** Makes the parts that Kafka is made of, as index.ts does it. @param deployed whether brokers exist already */
export function clusterOf(settings: PlatformSettings, deployed = false, opts: pulumi.ComponentResourceOptions = {}) {
  const namespace = restrictedNamespace("kafka", "kafka-platform.test", { retainOnDelete: true });
  const inNamespace = { ...opts, dependsOn: namespace };
  const identities = issueIdentities("certificates", settings, ["10.0.0.1", "10.0.0.2", "10.0.0.3"], inNamespace);
  const made = { settings, identities, clusterId: clusterId("kafka"), bootstrap: bootstrapServers };
  const coordinated = coordinate({ ...made, deployed }, inNamespace);
  const args: BrokersArgs = { ...made, coordinated };
  return { namespace, args, cluster: brokers("kafka", args, inNamespace) };
}

/** The provider by which Kubernetes is changed. */
export const kubernetesProvider = (): kubernetes.Provider => new kubernetes.Provider("kubernetes");

/**
 * Registers a program's resources, in a cluster where cert-manager does its work, and each StatefulSet is there as soon
 * as it is registered.
 *
 * @param ready whether a pod is, by its name
 */
export const registerIssued = (
  world: World,
  program: (soFar: readonly Registration[]) => void,
  ready?: (pod: string) => boolean,
): Promise<readonly Registration[]> => {
  let soFar: readonly Registration[] = [];
  const annotations = (set: string) => {
    const sets = soFar.filter(({ type }) => type === "kubernetes:apps/v1:StatefulSet");
    const { metadata, spec } = only(
      sets.filter(({ inputs }) => inputs.metadata.name === set),
      "kubernetes:apps/v1:StatefulSet",
    ).inputs;
    return { ofSet: metadata.annotations, ofTemplate: spec.template.metadata.annotations };
  };
  const pods = rolledOut(ready, annotations);
  return withKubernetesApi(
    (path) => issuing(path) ?? pods(path),
    () =>
      register(world, (registrations) => {
        soFar = registrations;
        program(registrations);
      }),
  );
};

/**
 * The platform wired as index.ts does it, with a stand-in for the look at the cluster.
 *
 * @param wait what the gate does in an update; it is told what has been registered so far
 * @param change what differs from the catalog
 */
export const platform = (
  world: World,
  wait: (soFar: readonly Registration[], clusterId: string) => Promise<void>,
  change: Partial<Declaration> = {},
): Promise<readonly Registration[]> =>
  registerIssued(world, (soFar) => {
    const settings = settingsOf(dev());
    const { namespace, args, cluster } = clusterOf(settings);
    const ready = readinessGate(
      {
        namespace: "kafka",
        labels: brokerLabels,
        statefulSet: statefulSetName,
        pods: brokerIds(settings.kafka.brokers).map(podName),
        after: cluster.statefulSet,
        externalServices: cluster.externalServices,
        mode: "kraft",
        clusterId: args.clusterId,
        bootstrap: bootstrapServers,
        identity: args.identities.administrator,
        timeout: "1m",
      },
      (_args, { clusterId: id }) => wait(soFar, id),
    );
    declare(
      { ...catalog, protect: true, ...change },
      {
        ...args,
        cluster,
        stack: "kafka-platform.test",
        ready,
        namespace,
        here: namespace,
        provider: kubernetesProvider(),
      },
      async () => {},
    );
  });
