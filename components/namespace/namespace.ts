import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A namespace that admits only pods within Kubernetes' "restricted" security standard.
 *
 * @param opts retain it on delete where the volumes are to be kept: their claims go with it
 */
export const restrictedNamespace = (name: string, opts: pulumi.CustomResourceOptions): k8s.core.v1.Namespace =>
  new k8s.core.v1.Namespace(
    name,
    {
      metadata: {
        name,
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    },
    opts,
  );
