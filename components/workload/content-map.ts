import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Files whose ConfigMap has the name of its content. */
export interface ContentMapArgs {
  readonly namespace: string;
  /** The name of the content, by `contentName`. */
  readonly name: pulumi.Input<string>;
  readonly data: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * The ConfigMap of files for pods, which never changes: other files have another one.
 *
 * The one of an earlier template stays, as the StatefulSet's own record of that template does: Kubernetes may start a
 * pod from it at any time during a roll, and a change that is taken back needs it again. They go with the namespace.
 *
 * @param name the logical name
 * @param child names the parent
 */
export const contentMap = (
  name: string,
  args: ContentMapArgs,
  child: pulumi.CustomResourceOptions,
): k8s.core.v1.ConfigMap =>
  new k8s.core.v1.ConfigMap(
    name,
    { metadata: { namespace: args.namespace, name: args.name }, immutable: true, data: { ...args.data } },
    { ...child, retainOnDelete: true },
  );
