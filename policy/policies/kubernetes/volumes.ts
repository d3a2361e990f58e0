import { posix } from "node:path";
import { kubernetesTypes } from "../../lib/kubernetes";
import { below, isAbsent, members, type Place, tell, unless } from "../../lib/place";
import { quantityIn } from "../../lib/quantities";
import { resourceRule, setting } from "../../lib/rule";
import { containersOf, isKeeper, memberSetsIn, memberSettings, roleOf, type Workload } from "../../lib/workloads";

const dataPathOf = (set: Workload, namespace: string): string =>
  roleOf(set, namespace) === "zookeeper" ? "/var/lib/zookeeper" : "/var/lib/kafka";

const accessModes: readonly unknown[] = ["ReadWriteOnce", "ReadWriteOncePod"];

function wrongInClaim(claim: Place): readonly string[] {
  const modes = below(claim, "spec", "accessModes");
  const size = below(claim, "spec", "resources", "requests", "storage");
  const mode = below(claim, "spec", "volumeMode");
  return [
    ...unless(members(modes).length > 0 && members(modes).every(({ value }) => accessModes.includes(value)), modes),
    ...unless(quantityIn(size.value) !== undefined, size),
    ...unless(isAbsent(mode) || mode.value === "Filesystem", mode),
  ];
}

/** What is wrong with where the data is: each container's mounts at the path and below it. */
function wrongInMounts(set: Workload, path: string): readonly string[] {
  const claims = members(below(set.object, "spec", "volumeClaimTemplates"));
  const mounts = containersOf(set, ["initContainers", "containers"])
    .flatMap((container) => members(below(container, "volumeMounts")))
    .map((mount) => ({ mount, at: normal(below(mount, "mountPath")) }))
    .filter(({ at }) => at === path || at.startsWith(`${path}/`));
  const isMain = ({ path: where }: Place) => where.startsWith(`${below(set.spec, "containers").path}[`);
  if (!mounts.some(({ mount, at }) => at === path && isMain(mount))) {
    return [`nothing is mounted at ${path} in ${below(set.spec, "containers").path}`];
  }
  const used = mounts.map(({ mount }) => {
    const name = below(mount, "name");
    const claim = claims.find((one) => typeof name.value === "string" && nameOfClaim(one) === name.value);
    return { name, claim };
  });
  return [
    ...used.filter(({ claim }) => claim === undefined).map(({ name }) => `${tell(name)}, which is no claim of its own`),
    ...new Set(used.flatMap(({ claim }) => (claim === undefined ? [] : wrongInClaim(claim)))),
  ];
}

const nameOfClaim = (claim: Place) => below(claim, "metadata", "name").value;

const normal = ({ value }: Place): string =>
  typeof value === "string" ? posix.normalize(value).replace(/\/$/, "") : "";

function wrongInRetention(set: Workload, retain: boolean): readonly string[] {
  const policy = below(set.object, "spec", "persistentVolumeClaimRetentionPolicy");
  const times = retain ? ["whenScaled", "whenDeleted"] : ["whenScaled"];
  return times
    .map((time) => below(policy, time))
    .flatMap((place) => unless(isAbsent(place) || place.value === "Retain", place));
}

export const kubernetesVolumes = resourceRule({
  name: "kubernetes-volumes",
  must: "Brokers, controllers and ZooKeeper's servers keep their data on volumes of their own, which outlive their pods.",
  why: "What lies in the pod goes with the pod: a broker that starts again has lost its records, and a voter what it voted for. A volume that goes with the StatefulSet turns a mistake into a loss.",
  fix: "Mount a volume of spec.volumeClaimTemplates at the data's path, with accessModes ReadWriteOnce and a request of storage, and nothing else there; set whenScaled and whenDeleted of spec.persistentVolumeClaimRetentionPolicy to Retain.",
  settings: {
    ...memberSettings,
    retain: setting(true, "Whether volumes outlive their StatefulSet; false where their records are of no value", {
      type: "boolean",
    }),
  },
  of: kubernetesTypes,
  judge: (resource, { namespace, retain }) =>
    memberSetsIn(resource, namespace)
      .filter((set) => isKeeper(set, namespace))
      .flatMap((set) => [...wrongInMounts(set, dataPathOf(set, namespace)), ...wrongInRetention(set, retain)]),
});
