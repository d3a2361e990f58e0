import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { stackLabel } from "./stack-label";

/**
 * A namespace that admits only pods within Kubernetes' "restricted" security standard, and says whose it is.
 *
 * It is protected: with it would go every volume claim, and everything else that anybody put there.
 *
 * @param stack the stack that it belongs to, as a label's value
 * @param opts retain it on delete where the volumes are to be kept: their claims go with it
 */
export const restrictedNamespace = (
  name: string,
  stack: string,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Namespace =>
  new k8s.core.v1.Namespace(
    name,
    {
      metadata: {
        name,
        labels: {
          [stackLabel]: stack,
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
        },
      },
    },
    { ...opts, protect: true },
  );
