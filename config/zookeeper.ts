import { z } from "zod";
import { rule, ruled } from "../lib/validation";
import { image, quorum, size } from "./fields";
import { officialVersion } from "./kafka";
import { jvm, resources, roomForHeap } from "./process";

const section = z.strictObject({
  /** The number of servers; 3, 5 or 7. @default 3 */
  servers: quorum.default(3),
  /**
   * The image: a JRE, and ZooKeeper's jar files in /opt/kafka/libs, as official images of Kafka 3.9 have them.
   * @default kafka.image
   */
  image: image("apache/kafka:3.9.2").optional(),
  /** What a server's pod requests of its node; its memory is limited to the same. */
  resources,
  /** How a server's JVM is run. */
  jvm,
  /** The size of each server's volume, which holds the transaction log and its snapshots; it may grow. @default "10Gi" */
  storageSize: size.default("10Gi"),
});

const withZooKeeper = rule({
  path: ["image"],
  rule: "must be an image that holds ZooKeeper, which Kafka 4 does not",
  remedy: "Write an image of Kafka 3.9, or leave it out for kafka.image",
  needs: z.object({ image: image("") }),
  holds: (value) => !officialVersion(value.image)?.startsWith("4."),
});

/** What keeps the metadata with `coordination: zookeeper`. */
export const zookeeper = ruled(section, withZooKeeper, roomForHeap("zookeeper"));
