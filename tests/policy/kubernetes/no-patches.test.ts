import { kubernetesNoPatches } from "../../../policy/policies/kubernetes/no-patches";
import { catches, takes } from "../mutations";
import { beside, brokers } from "./mutants";

const metadata = { name: "kafka", namespace: "kafka" };
const patch = (type: string, inputs: object = { metadata }) =>
  beside(`there is a ${type}`, `kubernetes:${type}`, inputs);

describe("kubernetes-no-patches", () => {
  catches(kubernetesNoPatches, {
    resource: brokers,
    mutants: [
      ...["StatefulSet", "Deployment", "DaemonSet", "ReplicaSet"].map((kind) => patch(`apps/v1:${kind}Patch`)),
      ...["Pod", "PodTemplate", "ReplicationController"].map((kind) => patch(`core/v1:${kind}Patch`)),
      ...["Service", "ConfigMap", "Secret", "Namespace"].map((kind) => patch(`core/v1:${kind}Patch`)),
      ...["Service", "ConfigMap", "Namespace", "Pod"].map((kind) => patch(`v1:${kind}Patch`)),
      ...["Job", "CronJob"].map((kind) => patch(`batch/v1:${kind}Patch`)),
      ...["apps/v1beta1:StatefulSetPatch", "apps/v1beta2:DeploymentPatch", "extensions/v1beta1:DaemonSetPatch"].map(
        (type) => patch(type),
      ),
      ...["policy/v1:PodDisruptionBudgetPatch", "policy/v1beta1:PodDisruptionBudgetPatch"].map((type) => patch(type)),
      ...["networking.k8s.io/v1:NetworkPolicyPatch", "extensions/v1beta1:NetworkPolicyPatch"].map((type) =>
        patch(type),
      ),
      ...["security.istio.io/v1:PeerAuthenticationPatch", "security.istio.io/v1beta1:PeerAuthenticationPatch"].map(
        (type) => patch(type),
      ),
      ...["networking.istio.io/v1:DestinationRulePatch", "v1:ListPatch", "apps/v1:StatefulSetListPatch"].map((type) =>
        patch(type),
      ),
      { ...patch("apps/v1:StatefulSetPatch", { metadata: { namespace: "orders" } }), title: "it is elsewhere" },
      {
        ...patch("v1:List", { items: [{ apiVersion: "apps/v1", kind: "StatefulSetPatch", metadata }] }),
        title: "it is in a list",
      },
    ],
  });
  takes(kubernetesNoPatches, {
    resource: brokers,
    mutants: [
      ...["core/v1:PersistentVolumeClaimPatch", "core/v1:NodePatch", "core/v1:ServiceAccountPatch"].map((type) =>
        patch(type),
      ),
      ...["rbac.authorization.k8s.io/v1:ClusterRolePatch", "example.org/v1:ServicePatch", "example.org/v1:Patch"].map(
        (type) => patch(type),
      ),
      { ...patch("gateway.envoyproxy.io/v1alpha1:EnvoyPatchPolicy"), title: "a policy is called after patches" },
    ],
  });
});
