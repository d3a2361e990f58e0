// As `kafka-features version-mapping` of Kafka 4.2.0 has them.
const levels: Readonly<Record<string, number>> = { "4.0": 25, "4.1": 27, "4.2": 29 };

/** The feature that is the format of the metadata and of what brokers say to each other. */
export const metadataFeature = "metadata.version";

/**
 * The level of metadata.version that a release brought.
 *
 * @param release as `"4.2"`
 * @throws {RangeError} for a release that is not known here
 */
export function metadataLevel(release: string): number {
  const level = levels[release];
  if (level === undefined) {
    throw new RangeError(`not a release with a metadata version: ${release}`);
  }
  return level;
}

/** The first release that can read a level of metadata.version, or nothing where it is newer than all known ones. */
export const releaseOfLevel = (level: number): string | undefined =>
  Object.entries(levels).find(([, highest]) => level <= highest)?.[0];
