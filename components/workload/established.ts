import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { platformPath } from "./pod";
import type { StorageArgs } from "./storage";

const volume = "established";

/** The name of the ConfigMap. @param ensemble the name of the StatefulSet */
export const markerName = (ensemble: string): string => `${ensemble}-established`;

/**
 * The volume by which a member learns whether its ensemble is new. A marker that does not exist is an empty folder, and
 * one that comes later is no change of the pod.
 *
 * @param ensemble the name of the StatefulSet
 */
export const markerVolume = (ensemble: string) => ({
  name: volume,
  configMap: { name: markerName(ensemble), optional: true },
});

/** Where the start script finds the marker: the file `established`, below the platform's path. */
export const markerMount = { name: volume, mountPath: `${platformPath}/established`, readOnly: true };

/** Where a marker is, and how long. */
export interface MarkerArgs {
  readonly namespace: string;
  /** The volumes of the ensemble: where they outlive the stack, so does the marker. */
  readonly storage: Pick<StorageArgs, "retainOnDelete">;
}

/**
 * The note that an ensemble has had its first quorum, to be made once it has. From then on a member with an empty
 * volume has lost its data, and takes no part in an election until others have seen to it that nothing is forgotten.
 *
 * @param ensemble the name of the StatefulSet
 * @param opts what shows that every member serves, as a gate does, among what it depends on
 */
export const establishedMarker = (
  ensemble: string,
  { namespace, storage }: MarkerArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap =>
  new k8s.core.v1.ConfigMap(
    markerName(ensemble),
    {
      metadata: { name: markerName(ensemble), namespace },
      immutable: true,
      data: { established: "A server of this ensemble whose volume is empty has lost its data.\n" },
    },
    { ...opts, retainOnDelete: storage.retainOnDelete },
  );
