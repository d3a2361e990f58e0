import { ownerSecretName, secretName } from "../access/names";
import type { RoleArgs } from "../access/roles";
import { type RotationArgs, usersOf } from "../access/users";
import type { PreflightArgs } from "../gates/preflight";
import type { SetNeeds } from "../gates/preflight/needs";
import {
  bootstrapService,
  brokerIds,
  brokerLabels,
  externalService,
  headlessService,
  statefulSetName,
} from "../kafka/names";
import { externalAddresses } from "../kafka/services";
import { controllerLabels, controllerName } from "../kraft/names";
import { zooKeeperLabels, zooKeeperName } from "../zookeeper/names";
import type { PlatformSettings } from "./settings";

/** The StatefulSets by their names, and by the settings that size them. */
export const sets = {
  brokers: {
    name: statefulSetName,
    member: "broker",
    labels: brokerLabels,
    section: "kafka",
    sizeSetting: "storage.size",
    countSetting: "kafka.brokers",
  },
  zooKeeper: {
    name: zooKeeperName,
    member: "ZooKeeper server",
    labels: zooKeeperLabels,
    section: "zookeeper",
    sizeSetting: "zookeeper.storageSize",
    countSetting: "zookeeper.servers",
  },
  controllers: {
    name: controllerName,
    member: "controller",
    labels: controllerLabels,
    section: "kraft.controllers",
    sizeSetting: "kraft.controllers.storageSize",
    countSetting: "kraft.controllers.count",
  },
} as const;

/** An application, as far as Kubernetes has to know it. */
interface PlacedApplication extends RotationArgs, Pick<RoleArgs, "owns"> {
  readonly namespace: string;
}

/**
 * What the settings and the catalog ask of the Kubernetes cluster.
 *
 * @param applications those of the catalog by their names
 * @param stack the stack to which everything has to belong, as a label's value
 */
export function platformNeeds(
  settings: PlatformSettings,
  applications: Readonly<Record<string, PlacedApplication>>,
  stack: string,
): PreflightArgs {
  const { kubernetes, kafka, kraft, storage, external } = settings;
  const ids = brokerIds(kafka.brokers);
  const coordinators = coordinatorNeeds(settings);
  return {
    ...kubernetes,
    stack,
    bootstrap: (nodeAddresses) => brokerAddresses(settings, nodeAddresses),
    brokers: { ...sets.brokers, count: kafka.brokers, resources: kafka.resources, volumeSize: storage.size },
    coordinators,
    coordination:
      kafka.coordination === "zookeeper"
        ? "zookeeper"
        : coordinators === undefined
          ? "kraft-combined"
          : "kraft-dedicated",
    services: serviceNames(ids, coordinators),
    externalServices: ids.map(externalService),
    version: kafka.version,
    metadataVersion: kraft?.metadataVersion,
    certificates: settings.certificates,
    storageClass: storage.storageClass,
    nodePorts: external.type === "NodePort" ? ids.map((id) => external.nodePortBase + id) : [],
    nodeAddresses: external.addresses === undefined,
    zones: settings.zones !== undefined,
    applications: Object.entries(applications)
      .filter(([name, application]) => !usersOf(name, application).at(-1)?.adopted)
      .map(([name, { namespace, owns = [] }]) => ({
        name,
        namespace,
        secrets: [secretName(name), ...(owns.length > 0 ? [ownerSecretName(name)] : [])],
      })),
  };
}

/** Where administrators reach each broker, in the order of their ids. */
export const brokerAddresses = (
  { kafka, external }: PlatformSettings,
  nodeAddresses: readonly string[],
): readonly string[] => externalAddresses(external, external.addresses ?? nodeAddresses, brokerIds(kafka.brokers));

/** The names of all Services of the platform. */
export const serviceNames = (ids: readonly number[], coordinators: { readonly name: string } | undefined) => [
  bootstrapService,
  headlessService,
  ...ids.map(externalService),
  ...(coordinators === undefined ? [] : [coordinators.name]),
];

/** What keeps the metadata in pods of its own. @returns nothing where brokers do */
export function coordinatorNeeds({ kraft, zookeeper }: PlatformSettings): SetNeeds | undefined {
  if (zookeeper !== undefined) {
    const { servers, resources, storageSize } = zookeeper;
    return { ...sets.zooKeeper, count: servers, resources, volumeSize: storageSize };
  }
  const controllers = kraft?.controllers;
  return (
    controllers && {
      ...sets.controllers,
      count: controllers.count,
      resources: controllers.resources,
      volumeSize: controllers.storageSize,
    }
  );
}
