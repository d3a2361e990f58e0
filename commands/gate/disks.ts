import { statefulSetName } from "../../components/kafka/names";
import { postflightTopic } from "../../components/platform/served";
import { claimNames } from "../../components/storage/claims";
import { knownAmount, knownCount, knownSetting } from "../../components/topics/known-setting";
import { resourceTypes } from "../../lib/resource-types";
import { quantity } from "../../lib/units";
import type { Described } from "./described";
import type { Resource, Step } from "./preview";

/** What topics may take of the brokers' disks. */
export interface Disks {
  /** Bytes that topics may hold, every copy counted, but for those of which nobody says it. */
  readonly used: number;
  /** Topics that may hold any number of bytes, by their names. */
  readonly unbounded: readonly string[];
  /** Bytes of all brokers' volumes together. @default not known before the update */
  readonly size?: number;
}

interface StatefulSet {
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: {
    readonly replicas?: unknown;
    readonly volumeClaimTemplates?: readonly { readonly spec?: ClaimSpec }[];
  };
}

interface ClaimSpec {
  readonly resources?: { readonly requests?: { readonly storage?: unknown } };
}

interface ClaimPatch {
  readonly metadata?: { readonly name?: unknown };
  readonly spec?: ClaimSpec;
}

/** What topics may take of the disks before a change, or after it. @returns nothing where there are no brokers */
export function disksOf(steps: readonly Step[], { topics }: Described, when: "before" | "after"): Disks | undefined {
  const there = steps.flatMap((step) => (step.operation === "delete" && when === "after" ? [] : (step[when] ?? [])));
  const brokers = there.find(
    ({ type, inputs }) => type.endsWith(":StatefulSet") && (inputs as StatefulSet).metadata?.name === statefulSetName,
  )?.inputs as StatefulSet | undefined;
  if (brokers === undefined) {
    return undefined;
  }
  // No volume shrinks: what a patch has made of it, it stays.
  const patches = steps.flatMap(({ before, after }) => (when === "before" ? [before] : [before, after]));
  const size = sizeOf(brokers, patches);
  const bounds = there
    .filter(({ type, inputs }) => type === resourceTypes.topic && inputs.name !== postflightTopic)
    .map((topic) => ({ name: String(topic.inputs.name), bytes: bytesOf(topic, topics) }));
  return {
    used: bounds.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    unbounded: bounds.flatMap(({ name, bytes }) => (bytes === undefined ? [name] : [])),
    ...(size !== undefined && { size }),
  };
}

/**
 * The bytes of all volumes of a set. Its template, which cannot be changed, has the size that they began with; what they
 * have grown to stands in the patches of their claims.
 */
function sizeOf({ spec }: StatefulSet, resources: readonly (Resource | undefined)[]): number | undefined {
  const replicas = knownCount(spec?.replicas);
  const begun = spec?.volumeClaimTemplates?.[0]?.spec;
  const patches = resources
    .filter((one) => one?.type.endsWith(":PersistentVolumeClaimPatch"))
    .map((one) => one?.inputs as ClaimPatch);
  const sizes = claimNames(statefulSetName, replicas ?? 0).map((claim) => {
    const grown = patches.filter(({ metadata }) => metadata?.name === claim).map((patch) => patch.spec);
    return Math.max(...[begun, ...grown].map(requested));
  });
  const sum = sizes.reduce((all, size) => all + size, 0);
  return replicas === undefined || Number.isNaN(sum) ? undefined : sum;
}

function requested(spec: ClaimSpec | undefined): number {
  const storage = spec?.resources?.requests?.storage ?? "0";
  try {
    return quantity(String(storage));
  } catch {
    return Number.NaN; // only the update will know it
  }
}

/** What a topic may hold, every copy counted: what the stack says of it, or else what its settings allow. */
function bytesOf({ inputs }: Resource, topics: Described["topics"]): number | undefined {
  const { name, partitions, replicationFactor, config = {} } = inputs;
  const described = Object.hasOwn(topics, String(name)) ? topics[String(name)]?.sizeBound : undefined;
  const isDeleted = knownSetting(config, "cleanup.policy", "delete")?.includes("delete");
  const each = Number(knownAmount(config, "retention.bytes", "-1") ?? -1);
  const bound = described ?? (isDeleted && each >= 0 ? each * Number(partitions) : undefined);
  const bytes = (bound ?? Number.NaN) * Number(replicationFactor);
  return Number.isNaN(bytes) ? undefined : bytes;
}
