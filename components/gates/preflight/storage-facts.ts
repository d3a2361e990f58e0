import type * as client from "@kubernetes/client-node";
import { quantity } from "../../../lib/units";
import { volumeName } from "../../workload/storage";
import { selects } from "../label-selector";
import type { ClaimFacts, SegmentFacts, StorageClassFacts } from "./facts";

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

/** The claims that a StatefulSet's pods have, by the names that Kubernetes gives them. */
export function claimFacts(set: string, claims: readonly client.V1PersistentVolumeClaim[]): ClaimFacts | undefined {
  const name = new RegExp(`^${volumeName}-${set}-\\d+$`);
  const sizes = claims
    .filter(({ metadata }) => name.test(metadata?.name ?? ""))
    .map(({ spec }) => spec?.resources?.requests?.storage ?? "0")
    .sort((a, b) => quantity(b) - quantity(a));
  return sizes[0] === undefined ? undefined : { count: sizes.length, largest: sizes[0] };
}
