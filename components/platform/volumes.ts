import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { statefulSetName } from "../kafka/names";
import { controllerName } from "../kraft/names";
import { claims } from "../storage/claims";
import { volumesGrown } from "../storage/growth-gate";
import { zooKeeperName } from "../zookeeper/names";
import type { PlatformSettings } from "./settings";

/** The StatefulSets whose pods have volumes. */
export interface VolumeSets {
  readonly brokers: k8s.apps.v1.StatefulSet;
  /** ZooKeeper's servers, or controllers. @default brokers keep the metadata themselves */
  readonly coordinators?: k8s.apps.v1.StatefulSet | undefined;
}

/**
 * Makes every volume as large as the settings say, while the pods go on. The claims of a set wait for that set alone,
 * and for no gate: a pod whose volume is full is not ready, and becomes so only when it has got its room.
 *
 * @returns dependencies that are met when the file systems have grown
 */
export function volumes(
  settings: PlatformSettings,
  made: VolumeSets,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Output<pulumi.Resource>[] {
  const { kubernetes, kafka } = settings;
  return sets(settings, made).map(({ after, ...set }) => {
    const args = { ...kubernetes, ...set, timeout: kafka.readyTimeout };
    return volumesGrown({ ...args, after: claims(set.statefulSet, args, after, opts) });
  });
}

function sets({ kafka, storage, ...settings }: PlatformSettings, { brokers, coordinators }: VolumeSets) {
  const own = { statefulSet: statefulSetName, replicas: kafka.brokers, size: storage.size, after: brokers };
  const keepers = keepersOf(settings);
  return keepers === undefined || coordinators === undefined ? [own] : [own, { ...keepers, after: coordinators }];
}

function keepersOf({ kraft, zookeeper }: Pick<PlatformSettings, "kraft" | "zookeeper">) {
  if (zookeeper !== undefined) {
    return { statefulSet: zooKeeperName, replicas: zookeeper.servers, size: zookeeper.storageSize };
  }
  const controllers = kraft?.controllers;
  return controllers && { statefulSet: controllerName, replicas: controllers.count, size: controllers.storageSize };
}
