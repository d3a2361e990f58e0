/**
 * One Kafka release that the local cluster can run. Kafka 4 logs through Log4j 2, Kafka 3 through reload4j; their
 * settings and their configuration files differ.
 */
export type KafkaRelease = { readonly version: string } & (
  | {
      readonly logging: "log4j2";
      /** The Log4j it depends on; the bridges beside it (see kafka/pom.xml) must be of the same release. */
      readonly log4j2: string;
    }
  | { readonly logging: "reload4j" }
);

/** On every local cluster: the newest release to run, and the last one with ZooKeeper, from which clusters migrate. */
export const kafkaReleases: readonly KafkaRelease[] = [
  { version: "4.2.0", logging: "log4j2", log4j2: "2.25.3" },
  { version: "3.9.2", logging: "reload4j" },
];

/** Built, and loaded into a cluster, only when they are asked for: where an upgrade to the former begins. */
export const earlierKafkaReleases: readonly KafkaRelease[] = [
  { version: "4.1.2", logging: "log4j2", log4j2: "2.24.3" },
  { version: "3.9.1", logging: "reload4j" },
];

export const versions = {
  mavenDependencyPlugin: "3.6.1",
  /** The Debian release with OpenJDK 17. */
  debian: "bookworm",
} as const;
