import type * as pulumi from "@pulumi/pulumi";
import { statefulSetName } from "../kafka/names";
import { controllerName } from "../kraft/names";
import { claims } from "../storage/claims";
import { volumesGrown } from "../storage/growth-gate";
import { zooKeeperName } from "../zookeeper/names";
import type { PlatformSettings } from "./settings";

/**
 * Makes every volume as large as the settings say, while the pods go on. A broker whose volume is full gets its room
 * before anybody waits for it to be ready.
 *
 * @param after is met when all StatefulSets, and so all claims, exist
 * @returns dependencies that are met when the file systems have grown
 */
export function volumes(
  settings: PlatformSettings,
  after: pulumi.Input<pulumi.Resource>,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Output<pulumi.Resource>[] {
  const { kubernetes, kafka } = settings;
  return sets(settings).map((set) => {
    const args = { ...kubernetes, ...set, timeout: kafka.readyTimeout };
    return volumesGrown({ ...args, after: claims(set.statefulSet, args, after, opts) });
  });
}

const sets = ({ kafka, kraft, zookeeper, storage }: PlatformSettings) => [
  { statefulSet: statefulSetName, replicas: kafka.brokers, size: storage.size },
  ...(kraft?.controllers
    ? [{ statefulSet: controllerName, replicas: kraft.controllers.count, size: kraft.controllers.storageSize }]
    : []),
  ...(zookeeper ? [{ statefulSet: zooKeeperName, replicas: zookeeper.servers, size: zookeeper.storageSize }] : []),
];
