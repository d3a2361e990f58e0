import type { Plain } from "./plain";

interface Image {
  readonly repository: string;
  readonly tag: string | undefined;
}

// A port stands before a slash, and a tag after the last one.
function imageOf(text: string): Image {
  const [, repository = "", tag] = /^(.*?)(?::([^:/]*))?$/s.exec(text.replace(/@.*$/s, "")) ?? [];
  return { repository, tag };
}

/** Whether an image is of Kafka, by the last part of its name. */
export const isKafkaImage = (image: Plain): boolean =>
  typeof image === "string" && imageOf(image.trim()).repository.split("/").at(-1) === "kafka";

/** A version of Kafka. */
export type Version = readonly [major: number, minor: number, patch: number];

// Some name the version of Scala before it, or that of an operator; what comes after is how the image was built.
const release = /^(?:\d+\.\d+-|.+-kafka-)?(\d+)\.(\d+)\.(\d+)(?:-(?!rc|alpha|beta|preview|snapshot)[\w.-]*)?$/i;

/** The version of Kafka in an image. @returns nothing where its tag names no release */
export function versionIn(image: Plain): Version | undefined {
  const found = typeof image === "string" ? release.exec(imageOf(image.trim()).tag ?? "") : null;
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3])];
}
