import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Issued } from "../certificates/issued";
import { stackLabel } from "../namespace/stack-label";

/** What an application proves by that it owns topics. */
export interface OwnerSecretArgs {
  /** The application's own namespace. */
  readonly namespace: string;
  /** The stack that makes it, as a label's value. */
  readonly stack: string;
  readonly identity: Pick<Issued, "certificate" | "key">;
  /** The certificates of all authorities by which brokers prove themselves, as PEM. */
  readonly certificateAuthorities: pulumi.Input<string>;
}

/**
 * The Secret by which an application's own stack makes topics. It is not the one of its clients: pods that mount theirs
 * get no key that lets them change topics.
 */
export const ownerSecret = (
  name: string,
  { namespace, stack, identity, certificateAuthorities }: OwnerSecretArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret =>
  new k8s.core.v1.Secret(
    name,
    {
      metadata: { namespace, name, labels: { [stackLabel]: stack } },
      type: "kubernetes.io/tls",
      data: pulumi.secret({
        "tls.crt": encoded(identity.certificate),
        "tls.key": encoded(identity.key),
        "ca.crt": encoded(certificateAuthorities),
      }),
    },
    opts,
  );

const encoded = (text: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.output(text).apply((known) => Buffer.from(known).toString("base64"));
