/** One Kafka release that the local cluster has an image of. */
export interface KafkaRelease {
  readonly version: string;
  /** Kafka 4 logs through Log4j 2, Kafka 3 through reload4j; their settings and their configuration files differ. */
  readonly logging: "log4j2" | "reload4j";
}

/** The newest release to run, and the last one with ZooKeeper, from which clusters migrate. */
export const kafkaReleases: readonly KafkaRelease[] = [
  { version: "4.2.0", logging: "log4j2" },
  { version: "3.9.2", logging: "reload4j" },
];

export const versions = {
  /** The Log4j that Kafka 4.2 depends on; the bridges beside it (see kafka/pom.xml) must be of the same release. */
  log4j2: "2.25.3",
  mavenDependencyPlugin: "3.6.1",
  /** The Debian release with OpenJDK 17. */
  debian: "bookworm",
} as const;
