import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** What nodes have to know of new volumes, and how they come to know it. */
export interface NewVolumes {
  /** The ConfigMap, which has to be there before the pods. */
  readonly note: k8s.core.v1.ConfigMap;
  /** By which a node that starts reads it. */
  readonly environment: readonly {
    readonly name: string;
    readonly valueFrom: { readonly configMapKeyRef: { readonly name: string; readonly key: string } };
  }[];
}

/**
 * Tells the nodes of a StatefulSet how to format an empty volume. It is no part of their pods' template: a raised
 * metadata version is nothing that a running node would have to be started anew for.
 *
 * @param statefulSet its name
 * @param metadataVersion the release whose metadata format is used
 */
export function newVolumes(
  statefulSet: string,
  { namespace, metadataVersion }: { readonly namespace: string; readonly metadataVersion: string },
  child: pulumi.CustomResourceOptions,
): NewVolumes {
  const name = `${statefulSet}-new-volumes`;
  return {
    note: new k8s.core.v1.ConfigMap(name, { metadata: { namespace, name }, data: { metadataVersion } }, child),
    environment: [{ name: "METADATA_VERSION", valueFrom: { configMapKeyRef: { name, key: "metadataVersion" } } }],
  };
}
