import { posix } from "node:path";
import { allOf, areTogether, type KubernetesObject, type Sort } from "./kubernetes";
import { brokersOf, replicasOf, roleOf } from "./members";
import { below, members, type Place } from "./place";
import { quantityIn } from "./quantities";
import type { Judged } from "./rule";
import { containersOf, type Workload } from "./workloads";

/** Where brokers, controllers and ZooKeeper's servers keep their data. */
export const dataPathOf = (set: Workload, namespace: string): string =>
  roleOf(set, namespace) === "zookeeper" ? "/var/lib/zookeeper" : "/var/lib/kafka";

/** What is mounted where the data is, or below that. */
export interface DataMount {
  /** The volume's name. */
  readonly name: Place;
  /** The StatefulSet's claim of that name. @default nothing, where the volume is another one */
  readonly claim: Place | undefined;
}

/** What a StatefulSet mounts where its data is. @returns nothing where that lacks the very path */
export function dataMountsOf(set: Workload, namespace: string): readonly DataMount[] | undefined {
  const path = dataPathOf(set, namespace);
  const claims = members(below(set.object, "spec", "volumeClaimTemplates"));
  const mounts = containersOf(set, ["initContainers", "containers"])
    .flatMap((container) => members(below(container, "volumeMounts")))
    .map((mount) => ({ mount, at: normal(below(mount, "mountPath")) }))
    .filter(({ at }) => at === path || at.startsWith(`${path}/`));
  const isMain = ({ path: where }: Place) => where.startsWith(`${below(set.spec, "containers").path}[`);
  if (!mounts.some(({ mount, at }) => at === path && isMain(mount))) {
    return undefined;
  }
  return mounts.map(({ mount }) => {
    const name = below(mount, "name");
    return { name, claim: claims.find((one) => typeof name.value === "string" && nameOf(one) === name.value) };
  });
}

/** The size of a claim. */
export const sizeOf = (claim: Place): Place => below(claim, "spec", "resources", "requests", "storage");

const nameOf = (claim: Place) => below(claim, "metadata", "name").value;

const normal = ({ value }: Place): string =>
  typeof value === "string" ? posix.normalize(value).replace(/\/$/, "") : "";

/** What brokers have for records. */
export interface BrokerVolumes {
  readonly brokers: Workload;
  /** The bytes of the volumes of all its pods. @default nothing, where that cannot be read */
  readonly bytes: number | undefined;
}

/**
 * What the brokers of a stack have for records. The template of a StatefulSet's claims says how large they began, since
 * nothing changes it: how far they have grown since, patches of the single claims say.
 */
export function brokerVolumesOf(resources: readonly Judged[], namespace: string): readonly BrokerVolumes[] {
  const claims = allOf(resources, isClaim);
  return brokersOf(resources, namespace).map((brokers) => ({ brokers, bytes: bytesOf(brokers, namespace, claims) }));
}

const isClaim = ({ group, kind }: Sort): boolean => group === "core" && /^PersistentVolumeClaim(Patch)?$/.test(kind);

function bytesOf(brokers: Workload, namespace: string, claims: readonly KubernetesObject[]): number | undefined {
  const templates = [...new Set((dataMountsOf(brokers, namespace) ?? []).map(({ claim }) => claim))];
  const near = claims.filter((claim) => areTogether(claim, brokers.object));
  const sizes = templates.map((template) => template && bytesFrom(template, brokers, near));
  return sizes.length === 0 || sizes.includes(undefined)
    ? undefined
    : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}

/** The bytes of all claims of one template: no volume ever shrinks, so of each, the largest that is said of it. */
function bytesFrom(template: Place, brokers: Workload, claims: readonly KubernetesObject[]): number | undefined {
  const first = quantityIn(sizeOf(template).value);
  const [replicas, set] = [replicasOf(brokers) ?? 0, nameOf(brokers.object)];
  if (first === undefined || typeof set !== "string") {
    return first === undefined ? undefined : first * replicas;
  }
  const grown = new Map<number, number>();
  for (const claim of claims) {
    const [name, pod] = [nameOf(claim), `${String(nameOf(template))}-${set}-`];
    const ordinal = typeof name === "string" && name.startsWith(pod) ? Number(name.slice(pod.length)) : Number.NaN;
    if (ordinal < replicas) {
      grown.set(ordinal, Math.max(grown.get(ordinal) ?? first, quantityIn(sizeOf(claim).value) ?? 0));
    }
  }
  return [...grown.values()].reduce((sum, size) => sum + size - first, first * replicas);
}
