/** A length of time as people write it: `"90s"`, `"15m"`, `"30d"`. */
export const durationPattern = /^([1-9]\d*)(ms|s|m|h|d)$/;

const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration in milliseconds, which is how Kafka counts. */
export function milliseconds(duration: string): number {
  const [, amount, unit] = durationPattern.exec(duration) ?? [];
  if (amount === undefined || unit === undefined) {
    throw new RangeError(`not a duration: ${duration}`);
  }
  return Number(amount) * (millisecondsPer[unit] as number);
}

// Nobody means more, and JavaScript counts its milliseconds exactly.
const longestDuration = 36_525 * 86_400_000;

/** Whether a text is no duration of more than 100 years; whether it is a duration at all is not judged. */
export const withinCentury = (text: string): boolean =>
  !durationPattern.test(text) || milliseconds(text) <= longestDuration;

/** A whole number of milliseconds, 1 or more, as people write it: in the largest unit that it is whole in. */
export const durationOf = (amount: number): string => inLargest(amount, millisecondsPer);

// The units go from the smallest to the largest.
function inLargest(amount: number, units: Readonly<Record<string, number>>): string {
  const [unit, size] = Object.entries(units).findLast(([, each]) => amount % each === 0) as [string, number];
  return `${amount / size}${unit}`;
}

/** A duration in whole seconds, rounded up, which is how Kubernetes counts. */
export const seconds = (duration: string): number => Math.ceil(milliseconds(duration) / 1_000);

/** A size that is a whole number of binary units: `"100Ki"`, `"512Mi"`, `"4Gi"`. */
export const sizePattern = /^[1-9]\d*(Ki|Mi|Gi|Ti)$/;

/** Whether a text is no size of more than so many bytes; whether it is a size at all is not judged. */
export const withinBytes =
  (most: number) =>
  (text: string): boolean =>
    !sizePattern.test(text) || quantity(text) <= most;

const quantityPattern = /^(\d+(?:\.\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|e\d+)?$/;

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The value of a Kubernetes quantity: bytes for `"4Gi"`, cores for `"250m"`. */
export function quantity(text: string): number {
  const [, amount, suffix = ""] = quantityPattern.exec(text) ?? [];
  if (amount === undefined) {
    throw new RangeError(`not a Kubernetes quantity: ${text}`);
  }
  return Number(amount) * (suffix.startsWith("e") ? 10 ** Number(suffix.slice(1)) : (factors[suffix] ?? 1));
}

/** A number of bytes as a size in the largest unit that it is whole in. @returns nothing where none is */
export const sizeOf = (bytes: number): string | undefined =>
  bytes > 0 && bytes % 1024 === 0 ? inLargest(bytes, binaryUnits) : undefined;

const binaryUnits: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** A size as the JVM's options want it: `"4Gi"` is `"4G"`. */
export const jvmSize = (size: string): string => size.replace(/i$/, "");

/** A number of bytes for people: one decimal at most, in the largest unit that leaves 1 or more. */
export function formatBytes(bytes: number): string {
  const units = ["", "Ki", "Mi", "Gi", "Ti"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return `${Number((bytes / 2 ** (10 * step)).toFixed(1))}${units[step]}`;
}
