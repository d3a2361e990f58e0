import type { Plain } from "./plain";

const units: Readonly<Record<string, number>> = {
  ...{ n: 1e-9, u: 1e-6, m: 1e-3, "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 },
  ...{ Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 },
};

const form = /^\+?(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

/** A quantity as Kubernetes writes it, as a number. @returns nothing for anything else, and for what is not above zero */
export function quantityIn(value: Plain): number | undefined {
  const match = form.exec(typeof value === "number" ? String(value) : typeof value === "string" ? value : "");
  if (match === null) {
    return undefined;
  }
  const [, digits, unit = "", exponent = "0"] = match;
  const number = Number(digits) * (units[unit] ?? 1) * 10 ** Number(exponent);
  return number > 0 && Number.isFinite(number) ? number : undefined;
}

const steps = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** Bytes as people read and compare them, with two digits or more: `15.3 GiB`, `1536 MiB`. */
export function readable(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log2(Math.max(bytes, 1) / 10) / 10), 0), steps.length - 1);
  return `${Number((bytes / 1024 ** step).toFixed(1))} ${steps[step]}`;
}
