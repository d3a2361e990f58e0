import { allOf, isOf, type KubernetesObject, namespaceOf } from "../../lib/kubernetes";
import { isKeeper, memberSetsIn, memberSettings } from "../../lib/members";
import { perhaps } from "../../lib/mounts";
import { below, isAbsent, members, type Place, tell } from "../../lib/place";
import { setting, stackRule } from "../../lib/rule";
import type { Workload } from "../../lib/workloads";

const isClass = isOf("storage.k8s.io", "StorageClass");
const isVolume = isOf("core", "PersistentVolume");
const byDefault = "storageclass.kubernetes.io/is-default-class";

const nameOf = (place: Place) => below(place, "metadata", "name").value;
const claimsOf = ({ object }: Workload) => members(below(object, "spec", "volumeClaimTemplates"));

/** Whether claims of a set get volumes of a class, as far as anybody knows. */
const isOfClass = (claim: Place, itsClass: KubernetesObject): boolean => {
  const named = below(claim, "spec", "storageClassName");
  return isAbsent(named)
    ? below(itsClass, "metadata", "annotations", byDefault).value === "true"
    : perhaps(named.value, nameOf(itsClass));
};

/** Whether a volume is made for a claim of a set, or for whichever claim names its class. */
function isForClaim(claim: Place, set: Workload, volume: KubernetesObject): boolean {
  const [claimed, itsClass] = [below(volume, "spec", "claimRef"), below(volume, "spec", "storageClassName")] as const;
  if (!isAbsent(claimed)) {
    const { value } = below(claimed, "name");
    const isNamed =
      typeof value !== "string" ||
      value.replace(/-\d+$/, "") === `${String(nameOf(claim))}-${String(nameOf(set.object))}`;
    return isNamed && perhaps(below(claimed, "namespace").value, namespaceOf(set.object).value);
  }
  const named = below(claim, "spec", "storageClassName");
  return !isAbsent(named) && perhaps(named.value, itsClass.value);
}

export const kubernetesVolumeClasses = stackRule({
  name: "kubernetes-volume-classes",
  must: "The volumes of brokers, controllers and ZooKeeper's servers outlive their claims.",
  why: "With the policy Delete, which a class has where it names none, the disk goes with the claim: a mistake with a claim, or with the namespace, is a loss of all records.",
  fix: "Set reclaimPolicy of the StorageClass, and spec.persistentVolumeReclaimPolicy of the PersistentVolume, to Retain.",
  settings: {
    ...memberSettings,
    retain: setting(true, "Whether volumes outlive their claims; false where their records are of no value", {
      type: "boolean",
    }),
  },
  absolute: true,
  judge: (resources, { namespace, retain }) => {
    const sets = resources
      .flatMap((resource) => (retain ? memberSetsIn(resource, namespace) : []))
      .filter((set) => isKeeper(set, namespace));
    const wrongClasses = allOf(resources, isClass)
      .filter((one) => sets.some((set) => claimsOf(set).some((claim) => isOfClass(claim, one))))
      .map((one) => ({ place: below(one, "reclaimPolicy"), urn: one.urn }))
      .filter(({ place }) => place.value !== "Retain");
    const wrongVolumes = allOf(resources, isVolume)
      .filter((one) => sets.some((set) => claimsOf(set).some((claim) => isForClaim(claim, set, one))))
      .map((one) => ({ place: below(one, "spec", "persistentVolumeReclaimPolicy"), urn: one.urn }))
      // A volume that somebody makes by hand is kept where it says nothing.
      .filter(({ place }) => !isAbsent(place) && place.value !== "Retain");
    return [...wrongClasses, ...wrongVolumes].map(({ place, urn }) => ({ found: tell(place), urn }));
  },
});
