import { resourceTypes } from "../../lib/resource-types";
import { quantity } from "../../lib/units";
import type { Described } from "./described";
import type { Step } from "./preview";

/** What topics may take of the brokers' disks. */
export interface Disks {
  /** Bytes that all topics may hold, every copy counted. */
  readonly used: number;
  /** Bytes of all brokers' volumes together. */
  readonly size: number;
}

interface StatefulSet {
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: {
    readonly replicas?: number;
    readonly volumeClaimTemplates?: readonly {
      readonly spec?: { readonly resources?: { readonly requests?: { readonly storage?: string } } };
    }[];
  };
}

/**
 * What topics may take of the disks before a change, or after it.
 *
 * @param volumeSize the size of a broker's volume, where it has grown since the StatefulSet was made
 */
export function disksOf(
  steps: readonly Step[],
  { topics }: Described,
  when: "before" | "after",
  volumeSize?: string,
): Disks | undefined {
  const there = steps.map((step) => (step.operation === "delete" && when === "after" ? undefined : step[when]));
  const brokers = there.find(
    (one) => one?.type.endsWith(":StatefulSet") && (one.inputs as StatefulSet).metadata?.name === "kafka",
  )?.inputs as StatefulSet | undefined;
  const claims = brokers?.spec?.volumeClaimTemplates ?? [];
  if (brokers === undefined) {
    return undefined;
  }
  const each = volumeSize ?? claims[0]?.spec?.resources?.requests?.storage ?? "0";
  const used = there
    .filter((one) => one?.type === resourceTypes.topic)
    .map((one) => (topics[String(one?.inputs.name)]?.sizeBound ?? 0) * Number(one?.inputs.replicationFactor ?? 0));
  return {
    used: used.reduce((sum, bytes) => sum + bytes, 0),
    size: quantity(each) * (brokers.spec?.replicas ?? 0),
  };
}
