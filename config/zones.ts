import { z } from "zod";
import { image } from "./fields";

/**
 * Replicas in different zones: each broker's rack is the zone of its node, by the label topology.kubernetes.io/zone. A
 * stack without this section has no racks.
 */
export const zones = z.strictObject({
  /** The image that asks Kubernetes for the node's zone before a broker starts; it has `sh` and `curl`. */
  image: image("curlimages/curl:8.10.1"),
});
