import type * as client from "@kubernetes/client-node";
import { quantity } from "../../../lib/units";
import { claimAnnotation, claimNames } from "../../storage/claims";
import { volumeName } from "../../workload/storage";
import { selects } from "../label-selector";
import type { ClaimFacts, SegmentFacts, StorageClassFacts } from "./facts";
import type { SetChange } from "./needs";

/** What a StorageClass is good for, and where it has room. */
export function storageClassFacts(
  { metadata, allowVolumeExpansion }: client.V1StorageClass,
  capacities: readonly client.V1CSIStorageCapacity[],
  nodes: readonly client.V1Node[] | undefined,
): StorageClassFacts {
  const segments = capacities
    .filter(({ storageClassName }) => storageClassName === metadata?.name)
    .flatMap((entry) => segmentFacts(entry, nodes));
  return {
    name: metadata?.name ?? "",
    isDefault: metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
    expandable: allowVolumeExpansion ?? false,
    ...(segments.length > 0 && { segments }),
  };
}

// An entry is about the nodes that its topology selects, often a single one. Without a size, the
// scheduler passes it over too; where else nothing is known, nothing is limited.
function segmentFacts(
  { maximumVolumeSize, capacity, nodeTopology }: client.V1CSIStorageCapacity,
  nodes: readonly client.V1Node[] | undefined,
): SegmentFacts[] {
  const largest = maximumVolumeSize ?? capacity;
  if (largest === undefined) {
    return [];
  }
  const reached = nodes?.filter((node) => selects(nodeTopology ?? {}, node.metadata?.labels ?? {}));
  return [
    {
      largestVolume: quantity(largest),
      free: capacity === undefined ? Number.POSITIVE_INFINITY : quantity(capacity),
      nodes: reached?.length ?? Number.POSITIVE_INFINITY,
    },
  ];
}

type Claim = client.V1PersistentVolumeClaim;

const nameOf = ({ metadata }: Claim): string => metadata?.name ?? "";

/**
 * The claims of a set's pods: the platform's own, and the names of others that its pods would take for theirs.
 *
 * @param statefulSet the set, where it exists and is the platform's own
 */
export function claimsOf(
  set: SetChange,
  statefulSet: client.V1StatefulSet | undefined,
  claims: readonly Claim[],
): { readonly own: ClaimFacts | undefined; readonly foreign: readonly string[] } {
  const own = claims.filter((claim) => isOwn(claim, set, statefulSet));
  const taken = claimNames(set.name, set.count ?? 0);
  const foreign = claims.filter((claim) => taken.includes(nameOf(claim)) && !own.includes(claim));
  return { own: claimFacts(set.name, own), foreign: foreign.map(nameOf).sort() };
}

// This program marks each claim when its set is there, and the mark stays when the set goes. A claim that has none yet,
// since an `up` was killed, is known by its set: Kubernetes gives it the labels of the set's pods.
function isOwn(claim: Claim, { name, labels }: SetChange, statefulSet: client.V1StatefulSet | undefined): boolean {
  if (claim.metadata?.annotations?.[claimAnnotation] !== undefined) {
    return true;
  }
  return (
    statefulSet !== undefined &&
    (claimNames(name, statefulSet.spec?.replicas ?? 1).includes(nameOf(claim)) ||
      selects({ matchLabels: labels }, claim.metadata?.labels ?? {}))
  );
}

// The names are those that Kubernetes gives them.
function claimFacts(set: string, claims: readonly Claim[]): ClaimFacts | undefined {
  const name = new RegExp(`^${volumeName}-${set}-\\d+$`);
  const own = claims.filter((claim) => name.test(nameOf(claim)));
  const sizes = own
    .map(({ spec }) => spec?.resources?.requests?.storage ?? "0")
    .sort((a, b) => quantity(b) - quantity(a));
  const classes = [...new Set(own.flatMap(({ spec }) => spec?.storageClassName ?? []))].sort();
  return sizes[0] === undefined
    ? undefined
    : { count: sizes.length, largest: sizes[0], ...(classes.length > 0 && { classes }) };
}
