import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { platformPath } from "../workload/pod";

const markerName = "zookeeper-established";
const markerPath = `${platformPath}/established`;

/** The volume by which a server learns whether its ensemble is new. A marker that does not exist is an empty folder. */
export const markerVolume = { name: "established", configMap: { name: markerName, optional: true } };

export const markerMount = { name: markerVolume.name, mountPath: markerPath, readOnly: true };

/**
 * The note that an ensemble has had its first quorum, to be made once it has. From then on a server with an empty
 * volume has lost its data, and takes no part in an election until it has got the others'.
 *
 * @param opts what shows that every server serves, as a gate does, among what it depends on
 */
export const establishedMarker = (
  name: string,
  { namespace }: { readonly namespace: string },
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap =>
  new k8s.core.v1.ConfigMap(
    name,
    {
      metadata: { name: markerName, namespace },
      immutable: true,
      data: { established: "A server of this ensemble whose volume is empty has lost its data.\n" },
    },
    opts,
  );
