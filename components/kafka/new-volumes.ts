import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

const key = "metadataVersion";

/**
 * The note from which a node learns how to format an empty volume. It is no part of the pods' template: a raised
 * metadata version is nothing that a running node would have to be started anew for.
 *
 * @param name the logical name
 * @param args `configMap` is its name in Kubernetes; `metadataVersion` the release whose metadata format is used
 */
export const newVolumesNote = (
  name: string,
  args: { readonly namespace: string; readonly configMap: string; readonly metadataVersion: string },
  child: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap =>
  new k8s.core.v1.ConfigMap(
    name,
    { metadata: { namespace: args.namespace, name: args.configMap }, data: { [key]: args.metadataVersion } },
    child,
  );

/** The environment by which a node that starts reads the note. */
export const newVolumesEnvironment = (configMap: string) => [
  { name: "METADATA_VERSION", valueFrom: { configMapKeyRef: { name: configMap, key } } },
];
