import { z } from "zod";
import { explained, ruled } from "../lib/validation";
import { quorum, size } from "./fields";
import { jvm, resources, roomForHeap } from "./process";

const controllers = z.strictObject({
  /** The number of controllers; 3, 5 or 7. @default 3 */
  count: quorum.default(3),
  /** What a controller's pod requests of its node; its memory is limited to the same. */
  resources,
  /** How a controller's JVM is run. */
  jvm,
  /** The size of each controller's volume, which holds the metadata log and its snapshots; it may grow. @default "10Gi" */
  storageSize: size.default("10Gi"),
});

/** What keeps the metadata with `coordination: kraft`. */
export const kraft = z.strictObject({
  /**
   * The format of the metadata and of what brokers say to each other, as the release that brought it. It is raised when
   * all run the new version, and never lowered; it may not be above the release of `kafka.version`.
   */
  metadataVersion: explained(
    z.enum(["4.0", "4.1", "4.2"]),
    'must be "4.0", "4.1" or "4.2"',
    "Write the release that all brokers have run so far, in quotes",
  ),
  /** Controllers in pods of their own. @default none: the first three brokers are controllers too */
  controllers: ruled(controllers, roomForHeap("kraft.controllers")).optional(),
});
