import { isNamespace, kubernetesTypes, objectsOf } from "../../lib/kubernetes";
import { below, unless } from "../../lib/place";
import { resourceRule } from "../../lib/rule";

const label = "pod-security.kubernetes.io/enforce";
const level = "restricted";

export const kubernetesNamespaceSecurity = resourceRule({
  name: "kubernetes-namespace-security",
  must: 'A namespace admits only pods that keep to the "restricted" pod security standard.',
  why: "Whoever may make pods there could take over the node of any of them otherwise, and with it every volume.",
  fix: `Set metadata.labels["${label}"] to "${level}".`,
  of: kubernetesTypes,
  judge: (resource) =>
    objectsOf(resource)
      .filter(isNamespace)
      .map((namespace) => below(namespace, "metadata", "labels", label))
      .flatMap((place) => unless(place.value === level, place)),
});
