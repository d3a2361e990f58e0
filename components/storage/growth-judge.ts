import type * as client from "@kubernetes/client-node";
import { quantity } from "../../lib/units";

/** A volume claim as it is seen at one moment. */
export interface ClaimFacts {
  readonly name: string;
  /** What its file system holds, as a Kubernetes quantity. */
  readonly capacity?: string | undefined;
  /** What Kubernetes says about its growth. */
  readonly reason?: string | undefined;
}

/** A claim as {@link growthLacks} wants it. */
export function claimFacts({ metadata, status }: client.V1PersistentVolumeClaim): ClaimFacts {
  const reasons = (status?.conditions ?? [])
    .filter((condition) => condition.status === "True" && condition.type !== "Resizing")
    .map(({ type, message }) => (type === "FileSystemResizePending" ? enlarging : `${type}: ${message ?? ""}`));
  return {
    name: metadata?.name ?? "",
    capacity: status?.capacity?.storage,
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
  };
}

// Kubernetes' own words are that somebody has to start the pod again, which nobody has to.
const enlarging = "its file system is being enlarged";

/** Every volume that is smaller than wanted, each as one line; empty when all have their size. */
export const growthLacks = (found: readonly ClaimFacts[], names: readonly string[], size: string): string[] =>
  names.flatMap((name) => {
    const claim = found.find((candidate) => candidate.name === name);
    if (claim === undefined) {
      return [`the volume claim ${name} does not exist`];
    }
    if (claim.capacity !== undefined && quantity(claim.capacity) >= quantity(size)) {
      return [];
    }
    const state = claim.capacity === undefined ? "has no volume yet" : `has ${claim.capacity} of ${size}`;
    return [`${name} ${state}${claim.reason === undefined ? "" : ` (${claim.reason})`}`];
  });
