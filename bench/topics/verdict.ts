/** Medians in seconds, by the number of topics. */
export interface Medians {
  readonly previewUnchanged: Readonly<Record<number, number>>;
  readonly previewOneChange: Readonly<Record<number, number>>;
  readonly create: Readonly<Record<number, Readonly<Record<string, number>>>>;
}

/** How many times as long our program may take. */
const atMost = {
  /** A preview with the largest set, of one with the smallest. */
  previewUnchanged: 4,
  previewOneChange: 4,
  /** The creation of the largest set, of Terraform's. */
  terraformDefault: 0.5,
  terraformBest: 1.5,
} as const;

/** Judges figures. @returns how many times as long our program takes, what it may be, and whether all is within that */
export function verdict({ previewUnchanged, previewOneChange, create }: Medians) {
  const sizes = Object.keys(create).map(Number);
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)];
  const grown = (medians: Readonly<Record<number, number>>) => (medians[largest] ?? NaN) / (medians[smallest] ?? NaN);
  const comparedWith = Object.fromEntries(
    Object.entries(create).map(([size, { ours = NaN, ...peers }]) => [
      size,
      Object.fromEntries(Object.entries(peers).map(([name, seconds]) => [name, ours / seconds])),
    ]),
  );
  const judged = {
    previewUnchanged: grown(previewUnchanged),
    previewOneChange: grown(previewOneChange),
    terraformDefault: comparedWith[largest]?.terraformDefault ?? NaN,
    terraformBest: comparedWith[largest]?.terraformBest ?? NaN,
  };
  const within = Object.entries(atMost).every(([name, most]) => judged[name as keyof typeof judged] <= most);
  return { ratios: { atMost, ...judged, create: comparedWith }, within };
}
