import { compareReleases } from "../../../lib/releases";
import { quantity } from "../../../lib/units";
import { metadataLevel, releaseOfLevel } from "../metadata-version";
import type { DeployedFacts, PlatformFacts } from "./facts";
import type { ChangeNeeds, SetChange } from "./needs";

/** What a cluster that exists cannot become, and volumes that outlived one. */
export const judgeChange = (facts: PlatformFacts, needs: ChangeNeeds): string[] => [
  ...(facts.deployed === undefined
    ? []
    : [
        ...judgeCoordination(facts.deployed, needs),
        ...judgeCoordinators(facts, needs),
        ...judgeBrokers(facts, needs),
        ...judgeMetadataVersion(facts.deployed, needs),
      ]),
  ...[needs.brokers, needs.coordinators].flatMap((set) =>
    set === undefined ? [] : [...judgeShrinking(facts, set), ...judgeMoving(facts, needs, set)],
  ),
];

function judgeCoordination({ coordination: found }: DeployedFacts, { coordination, namespace }: ChangeNeeds): string[] {
  if (found !== undefined && (coordination === undefined || found === coordination)) {
    return [];
  }
  const elsewhere = "set it up in another kubernetes.namespace, and let clients move.";
  return [
    found === undefined
      ? `The Kafka cluster in the namespace ${namespace} was made by an earlier version of the platform, without ` +
        `certificates; it cannot be changed in place. To have the new one beside it, ${elsewhere}`
      : `The Kafka cluster in the namespace ${namespace} was made with ${found}, and the settings ask for ` +
        `${coordination}: a cluster keeps what it was made with. Set it back, or, to have the other beside it, ${elsewhere}`,
  ];
}

// Voters and servers know each other from their files: with two sets of them at a time, two could be in charge.
function judgeCoordinators({ sets }: PlatformFacts, { coordinators }: ChangeNeeds): string[] {
  const found = coordinators && sets[coordinators.name]?.replicas;
  return coordinators?.count === undefined || found === undefined || found === coordinators.count
    ? []
    : [
        `${coordinators.name} has ${found} pods, and ${coordinators.countSetting} is ${coordinators.count}: their ` +
          `number is fixed when the cluster is made. Set ${coordinators.countSetting} back to ${found}.`,
      ];
}

function judgeBrokers({ sets }: PlatformFacts, { brokers }: ChangeNeeds): string[] {
  const found = sets[brokers.name]?.replicas ?? 0;
  return brokers.count === undefined || found <= brokers.count
    ? []
    : [
        `There are ${found} brokers, and ${brokers.countSetting} is ${brokers.count}: partitions live on those that ` +
          `would go. Set ${brokers.countSetting} back to ${found}.`,
      ];
}

function judgeMetadataVersion({ metadataLevel: level }: DeployedFacts, needs: ChangeNeeds): string[] {
  const { coordination, metadataVersion, version } = needs;
  if (level === undefined || coordination === "zookeeper") {
    return [];
  }
  const live = releaseOfLevel(level);
  const name = live ?? "a later release";
  const lower =
    `The cluster's metadata version is that of ${name}, and kraft.metadataVersion is ${metadataVersion}: it never ` +
    `goes back. Set kraft.metadataVersion to ${live ?? "that release"}.`;
  const older =
    `The cluster's metadata version is that of ${name}, which Kafka ${version} cannot read: its brokers would not ` +
    `start. Set kafka.version and kafka.image to ${live ?? "that release"} or newer.`;
  return [
    ...(metadataVersion !== undefined && level > metadataLevel(metadataVersion) ? [lower] : []),
    ...(version !== undefined && (live === undefined || compareReleases(version, live) < 0) ? [older] : []),
  ];
}

function judgeShrinking({ claims }: PlatformFacts, { name, volumeSize, sizeSetting, member }: SetChange): string[] {
  const found = claims[name]?.largest;
  return found === undefined || volumeSize === undefined || quantity(found) <= quantity(volumeSize)
    ? []
    : [
        `The ${member}s' volumes have ${found}, and ${sizeSetting} is ${volumeSize}: volumes never shrink. ` +
          `Set ${sizeSetting} to ${found} or more.`,
      ];
}

// A class that is not named is whatever the cluster's default was then. Where volumes of several were put together by
// hand, any of them will do.
function judgeMoving({ claims }: PlatformFacts, { storageClass }: ChangeNeeds, { name, member }: SetChange): string[] {
  const found = claims[name]?.classes;
  return storageClass === undefined || found === undefined || found.includes(storageClass)
    ? []
    : [
        `The ${member}s' volumes are of the StorageClass ${found.join(", ")}, and storage.storageClass is ` +
          `${storageClass}: volumes never move by themselves. Set storage.storageClass to ${found.join(" or ")}.`,
      ];
}
