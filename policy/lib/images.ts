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
  return tag === "latest" || (tag === undefined && digest === undefined) ? undefined : { tag, digest };
}

/** Whether an image is of Kafka, by the last part of its name, even where the name has mistakes. */
export const isKafkaImage = (image: Plain): boolean =>
  typeof image === "string" && /^(?:.*\/)?kafka(?::[^:/]*)?$/s.test(image.trim().replace(/@.*$/s, ""));

/** A version of Kafka. */
export type Version = readonly [major: number, minor: number, patch: number];

// Some name the version of Scala before it, or that of an operator; what comes after is how the image was built.
const release =
  /:(?:\d+\.\d+-|[^:/]+-kafka-)?(\d+)\.(\d+)\.(\d+)(?:-(?!rc|alpha|beta|preview|snapshot)[\w.-]*)?(?:@.*)?$/is;

/** The version of Kafka in an image. @returns nothing where its tag names no release */
export function versionIn(image: Plain): Version | undefined {
  const found = typeof image === "string" ? release.exec(image.trim()) : null;
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}
