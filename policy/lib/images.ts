import type { Plain } from "./plain";

const registry = String.raw`(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d+)?\/|\[[0-9a-fA-F:]+\](?::\d+)?\/)?`;
const name = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const form = new RegExp(
  String.raw`^${registry}${name}(?:\/${name})*(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);

/** By what an image is told from others of its name: one of these at least. */
export interface Image {
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Reads the name of an image. @returns nothing where it is none, or is the name of another image tomorrow */
export function imageOf(value: Plain): Image | undefined {
  const { tag, digest } = (typeof value === "string" && form.exec(value)?.groups) || {};
  // With a digest, whatever tag stands before it says nothing.
  return digest === undefined && (tag === undefined || tag === "latest") ? undefined : { tag, digest };
}

const ofKafka = /^(?:kafka(?:-(?:native|jmx|kraft|server|broker))?|cp-kafka|cp-server)$/;
const ofConfluent = /^cp-(?:kafka|server)$/;

/** The last part of an image's name, even where the name has mistakes. */
const lastPartOf = (image: Plain): string =>
  typeof image === "string"
    ? image
        .trim()
        .replace(/@.*$/s, "")
        .replace(/:[^:/]*$/, "")
        .replace(/^.*\//s, "")
    : "";

/** Whether an image is of Kafka. */
export const isKafkaImage = (image: Plain): boolean => ofKafka.test(lastPartOf(image));

/** Whether an image is of Confluent's, whose versions are others than Kafka's. */
export const isConfluents = (image: Plain): boolean => ofConfluent.test(lastPartOf(image));

/** A version of Kafka. */
export type Version = readonly [major: number, minor: number, patch: number];

// Some name the version of Scala before it, or that of an operator; what comes after is how the image was built.
const release =
  /:(?:\d+\.\d+-|[^:/]+-kafka-)?(\d+)\.(\d+)\.(\d+)(?:-(?!rc|alpha|beta|preview|snapshot)[\w.-]*)?(?:@.*)?$/is;

/**
 * The version of Kafka in an image: the least that it can be, where only its line is known.
 *
 * @returns nothing where its tag names no release
 */
export function versionIn(image: Plain): Version | undefined {
  const found = typeof image === "string" ? release.exec(image.trim()) : null;
  if (found === null) {
    return undefined;
  }
  const [major, minor, patch] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return isConfluents(image) ? kafkaOf(major, minor) : [major, minor, patch];
}

/** What Confluent calls 7.9 is Kafka 3.9, and 8.0 is 4.0; which of Kafka's corrections are in a patch, it does not say. */
const kafkaOf = (major: number, minor: number): Version | undefined => (major < 7 ? undefined : [major - 4, minor, 0]);

/** The first release of each line that has the corrections; lines after the last have them from the beginning. */
export const floors: readonly Version[] = [
  [3, 9, 2],
  [4, 0, 2],
  [4, 1, 2],
  [4, 2, 0],
];

const isBelow = ([major, minor, patch]: Version, [thanMajor, thanMinor, thanPatch]: Version): boolean =>
  (major - thanMajor || minor - thanMinor || patch - thanPatch) < 0;

/** Whether a version has the corrections. */
export function isHighEnough(version: Version): boolean {
  const [lowest, ...others] = floors as [Version, ...Version[]];
  const own = others.find(([major, minor]) => major === version[0] && minor === version[1]);
  return !isBelow(version, own ?? lowest);
}
