import type { Plain } from "./plain";

const factors: Readonly<Record<string, number>> = {
  "": 1,
  ...{ m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

/** The bytes of a Kubernetes quantity. @returns nothing where it is none, or not more than none */
export function bytesOf(quantity: Plain): number | undefined {
  const text = typeof quantity === "number" ? String(quantity) : quantity;
  const [, amount, unit = "", exponent = "0"] =
    (typeof text === "string" && /^\+?(\d+\.?\d*|\.\d+)(?:([KMGTPE]i|[mkMGTPE])|[eE]([+-]?\d+))?$/.exec(text)) || [];
  const bytes = Number(amount) * Number(factors[unit]) * 10 ** Number(exponent);
  return bytes > 0 && Number.isFinite(bytes) ? bytes : undefined;
}

const steps = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes as people read and compare them, with two digits or more: `15.3 GiB`, `1536 MiB`. */
export function readable(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1) / 10) / 10), 0), steps.length - 1);
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${steps[step]}`;
}
