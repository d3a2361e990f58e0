import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/**
 * The id by which Kafka knows a cluster. It is chosen here and not by Kafka, so that volumes that have outlived their
 * stack can come back to one; it is on every volume, so it must outlive the pods.
 */
export const clusterId = (name: string): pulumi.Output<string> =>
  new random.RandomId(`${name}-cluster-id`, { byteLength: 16 }, { protect: true }).b64Url;
