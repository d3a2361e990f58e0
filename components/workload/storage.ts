/** The volumes of a StatefulSet. */
export interface StorageArgs {
  /** The size of each volume, as a Kubernetes quantity. */
  readonly size: string;
  /** The StorageClass of the volumes. @default the cluster's default class */
  readonly storageClass?: string | undefined;
  /** Whether the volumes outlive the StatefulSet. */
  readonly retainOnDelete: boolean;
}

/** The name of the volume in a pod, and what the names of claims begin with. */
export const volumeName = "data";

/** The template from which each pod gets a volume claim of its own, which survives its pod. */
export const volumeClaimTemplate = ({ size, storageClass }: StorageArgs) => ({
  metadata: { name: volumeName },
  spec: {
    accessModes: ["ReadWriteOnce"],
    // Absent and not empty: an empty name would mean volumes that somebody makes by hand.
    ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    resources: { requests: { storage: size } },
  },
});

/** Claims of a pod that `kubectl scale` takes away stay in any case: it may be wanted back. */
export const claimRetention = ({ retainOnDelete }: StorageArgs) => ({
  whenDeleted: retainOnDelete ? "Retain" : "Delete",
  whenScaled: "Retain",
});
