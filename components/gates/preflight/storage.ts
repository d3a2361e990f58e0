import { quantity } from "../../../lib/units";
import type { ClusterFacts, SegmentFacts } from "./facts";
import type { Needs, SetNeeds } from "./needs";

const setsOf = ({ brokers, coordinators }: Needs): readonly SetNeeds[] =>
  coordinators === undefined ? [brokers] : [brokers, coordinators];

/** There must be a class of storage that can grow, and room for all volumes. */
export function judgeStorage({ storageClasses, claims }: ClusterFacts, needs: Needs): string[] {
  if (storageClasses === undefined) {
    return [];
  }
  const { storageClass } = needs;
  const known = storageClasses.map(({ name }) => name).join(", ") || "none";
  const found = storageClasses.find((candidate) =>
    storageClass === undefined ? candidate.isDefault : candidate.name === storageClass,
  );
  if (found === undefined) {
    return [
      storageClass === undefined
        ? `The cluster has no default StorageClass (it has ${known}). Mark one as default, or name one in storage.storageClass.`
        : `There is no StorageClass ${storageClass} (there is ${known}). Make it, or name another in storage.storageClass.`,
    ];
  }
  const { name, expandable, segments } = found;
  const fixed =
    `The StorageClass ${name} does not let volumes grow, so a full disk could not be mended. ` +
    "Set allowVolumeExpansion on it, or name another in storage.storageClass.";
  const wanted = setsOf(needs).filter((set) => (claims[set.name]?.count ?? 0) < set.count);
  const full =
    segments === undefined ? [] : wanted.flatMap((set) => judgeRoom(name, segments, set, needsTogether(set, wanted)));
  return [...(expandable ? [] : [fixed]), ...full];
}

// A node may hold a volume of each set: the largest claim is judged together with those that come beside it.
const needsTogether = (set: SetNeeds, wanted: readonly SetNeeds[]): number =>
  wanted.filter(({ count }) => count >= set.count).reduce((sum, { volumeSize }) => sum + quantity(volumeSize), 0);

function judgeRoom(name: string, segments: readonly SegmentFacts[], set: SetNeeds, together: number): string[] {
  const { count, member, volumeSize, sizeSetting } = set;
  const room = roomFor(segments, quantity(volumeSize), together);
  return room >= count
    ? []
    : [
        `The StorageClass ${name} has room on ${room} nodes for a volume of ${volumeSize} each, and ${count} ` +
          `${member}s need one on a node of their own. Free or add disk, or lower ${sizeSetting}.`,
      ];
}

// On how many nodes a volume of this size can be had; nodes that share a segment share what it has.
const roomFor = (segments: readonly SegmentFacts[], size: number, together: number): number =>
  segments
    .filter(({ largestVolume }) => largestVolume >= size)
    .reduce((total, { free, nodes }) => total + Math.min(nodes, Math.floor(free / together)), 0);
