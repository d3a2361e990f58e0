import { isScalar, parseDocument, visit } from "yaml";

/** An image that a stack's file names. */
export interface NamedImage {
  /** As `kafka-platform:kafka.image`. */
  readonly setting: string;
  readonly image: string;
}

interface Found extends NamedImage {
  readonly begin: number;
  readonly end: number;
}

function imagesIn(text: string): readonly Found[] {
  const found: Found[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }, path) {
      if (isScalar(key) && key.value === "image" && isScalar(value) && typeof value.value === "string" && value.range) {
        const above = path.flatMap((one) => ("key" in one && isScalar(one.key) ? [String(one.key.value)] : []));
        const [begin, end] = value.range;
        found.push({ setting: [...above.slice(1), "image"].join("."), image: value.value, begin, end });
      }
    },
  });
  return found;
}

/** The images that a stack's file names. */
export const namedImages = (text: string): readonly NamedImage[] =>
  imagesIn(text).map(({ setting, image }) => ({ setting, image }));

/** A stack's file with other names of images, and all else as it was. @param renamed by the old names */
export const withImages = (text: string, renamed: ReadonlyMap<string, string>): string =>
  imagesIn(text)
    .toReversed()
    .reduce(
      (changed, { image, begin, end }) =>
        `${changed.slice(0, begin)}${renamed.get(image) ?? changed.slice(begin, end)}${changed.slice(end)}`,
      text,
    );
