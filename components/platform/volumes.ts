import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { statefulSetName } from "../kafka/names";
import { claims } from "../storage/claims";
import { volumesGrown } from "../storage/growth-gate";
import { coordinatorNeeds } from "./needs";
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
  const { kubernetes, kafka, storage } = settings;
  const coordinators = coordinatorNeeds(settings);
  const sets = [
    { name: statefulSetName, count: kafka.brokers, volumeSize: storage.size, after: made.brokers },
    ...(coordinators && made.coordinators ? [{ ...coordinators, after: made.coordinators }] : []),
  ];
  return sets.map(({ name, count, volumeSize, after }) => {
    const { readyTimeout: timeout } = kafka;
    const args = { ...kubernetes, statefulSet: name, replicas: count, size: volumeSize, timeout };
    return volumesGrown({ ...args, after: claims(name, args, after, opts) });
  });
}
