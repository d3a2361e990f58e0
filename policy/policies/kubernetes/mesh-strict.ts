import {
  isDestinationRule,
  isPeerAuthentication,
  type KubernetesObject,
  kubernetesTypes,
  objectsOf,
} from "../../lib/kubernetes";
import { isInPlatform, memberSettings } from "../../lib/members";
import { plainIn } from "../../lib/mesh";
import { below, isAbsent, isListOrAbsent, members, type Place, tell } from "../../lib/place";
import { resourceRule, setting } from "../../lib/rule";

/** Whether a host is of the platform's namespace: a name without a dot is of the namespace that it is written in. */
function isPlatformHost(rule: KubernetesObject, namespace: string): boolean {
  const { value: host } = below(rule, "spec", "host");
  if (typeof host !== "string" || host === "*") {
    return true;
  }
  const [, second, ...rest] = host.split(".");
  if (second === undefined) {
    return isInPlatform(rule, namespace);
  }
  // A pod's name stands before its Service's.
  const isWithin = [second, ...rest].includes(namespace);
  return isWithin || /^\*\.(svc\.)?(cluster\.)?(local)?$/.test(host);
}

/** Whatever stands in a list, or the list itself where nobody can read it. */
const readIn = (list: Place): readonly Place[] => (isListOrAbsent(list) ? members(list) : [list]);

/** Wherever a policy of traffic says how to connect: as a whole, or for a port. */
const modesIn = (policy: Place): readonly Place[] =>
  [policy, ...readIn(below(policy, "portLevelSettings"))].map((place) => below(place, "tls", "mode"));

function plainTo(rule: KubernetesObject, namespace: string): readonly string[] {
  const spec = below(rule, "spec");
  const policies = [
    below(spec, "trafficPolicy"),
    ...readIn(below(spec, "subsets")).map((one) => below(one, "trafficPolicy")),
  ];
  return isPlatformHost(rule, namespace)
    ? policies
        .flatMap(modesIn)
        .filter(isPlain)
        .map((place) => `${tell(place)} for ${tell(below(spec, "host"))}`)
    : [];
}

const isPlain = (mode: Place): boolean =>
  !isAbsent(mode) && (mode.value === "DISABLE" || typeof mode.value !== "string");

export const kubernetesMeshStrict = resourceRule({
  name: "kubernetes-mesh-strict",
  must: "In a service mesh, pods take only connections that the mesh has encrypted and whose caller it knows.",
  why: "Where plain connections are taken as well, the mesh's rules about who may call are about nobody: whoever wants to get around them leaves the certificate out.",
  fix: "Set spec.mtls.mode of PeerAuthentications to STRICT without exceptions in portLevelMtls; take tls.mode DISABLE out of DestinationRules for hosts of the platform. Where metrics are read without the mesh, have their port put in the setting plainPorts.",
  settings: {
    ...memberSettings,
    plainPorts: setting([] as readonly number[], "Ports on which plain connections are taken, as those of metrics", {
      type: "array",
      items: { type: "integer" },
    }),
  },
  of: kubernetesTypes,
  judge: (resource, { namespace, plainPorts }) => {
    const objects = objectsOf(resource);
    return [
      ...objects.filter(isPeerAuthentication).flatMap((object) => plainIn(object, plainPorts)),
      ...objects.filter(isDestinationRule).flatMap((object) => plainTo(object, namespace)),
    ];
  },
});
