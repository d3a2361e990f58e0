import { kubernetesTypes } from "../../lib/kubernetes";
import { isKeeper, memberSetsIn, memberSettings } from "../../lib/members";
import { below, isAbsent, members, type Place, tell, unless } from "../../lib/place";
import { quantityIn } from "../../lib/quantities";
import { resourceRule, setting } from "../../lib/rule";
import { dataMountsOf, dataPathOf, sizeOf } from "../../lib/volumes";
import type { Workload } from "../../lib/workloads";

const accessModes: readonly unknown[] = ["ReadWriteOnce", "ReadWriteOncePod"];

function wrongInClaim(claim: Place): readonly string[] {
  const modes = below(claim, "spec", "accessModes");
  const size = sizeOf(claim);
  const mode = below(claim, "spec", "volumeMode");
  return [
    ...unless(members(modes).length > 0 && members(modes).every(({ value }) => accessModes.includes(value)), modes),
    ...unless(quantityIn(size.value) !== undefined, size),
    ...unless(isAbsent(mode) || mode.value === "Filesystem", mode),
  ];
}

function wrongInMounts(set: Workload, namespace: string): readonly string[] {
  const mounts = dataMountsOf(set, namespace);
  return mounts === undefined
    ? [`nothing is mounted at ${dataPathOf(set, namespace)} in ${below(set.spec, "containers").path}`]
    : [
        ...mounts
          .filter(({ claim }) => claim === undefined)
          .map(({ name }) => `${tell(name)}, which is no claim of its own`),
        ...new Set(mounts.flatMap(({ claim }) => (claim === undefined ? [] : wrongInClaim(claim)))),
      ];
}

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
  absolute: true,
  of: kubernetesTypes,
  judge: (resource, { namespace, retain }) =>
    memberSetsIn(resource, namespace)
      .filter((set) => isKeeper(set, namespace))
      .flatMap((set) => [...wrongInMounts(set, namespace), ...wrongInRetention(set, retain)]),
});
