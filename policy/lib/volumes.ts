import { posix } from "node:path";
import { roleOf } from "./members";
import { below, members, type Place } from "./place";
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
