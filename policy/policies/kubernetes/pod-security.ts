import { kubernetesTypes } from "../../lib/kubernetes";
import { memberSettings, membersIn } from "../../lib/members";
import { insecureIn, looseIn } from "../../lib/pod-security";
import { resourceRule } from "../../lib/rule";
import { workloadsOf } from "../../lib/workloads";

export const kubernetesPodSecurity = resourceRule({
  name: "kubernetes-pod-security",
  must: 'A pod keeps to the "restricted" pod security standard; the platform\'s own write to nothing but volumes, and have no token for Kubernetes.',
  why: "Who breaks into a container must find nothing there by which to reach its node, other pods or Kubernetes.",
  fix: "Set runAsNonRoot true and seccompProfile.type RuntimeDefault for the pod, allowPrivilegeEscalation false and capabilities.drop [ALL] in each container, and take out what is found here; for the platform's own, automountServiceAccountToken false and readOnlyRootFilesystem true as well.",
  settings: memberSettings,
  of: kubernetesTypes,
  judge: (resource, { namespace }) => [
    ...workloadsOf(resource).flatMap(insecureIn),
    ...membersIn(resource, namespace).flatMap(looseIn),
  ],
});
