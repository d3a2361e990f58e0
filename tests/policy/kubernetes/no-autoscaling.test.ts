import { kubernetesNoAutoscaling } from "../../../policy/policies/kubernetes/no-autoscaling";
import { unknown } from "../../components/mocks";
import { catches, takes } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, zooKeeper } from "./mutants";

const horizontal = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const vertical = "kubernetes:autoscaling.k8s.io/v1:VerticalPodAutoscaler";
const keda = "kubernetes:keda.sh/v1alpha1:ScaledObject";
const scaling = (name: unknown, more: { kind?: unknown; namespace?: unknown; type?: string } = {}) => {
  const { kind = "StatefulSet", namespace = "kafka", type = horizontal } = more;
  const target = type === vertical ? "targetRef" : "scaleTargetRef";
  return beside(`${type} scales ${String(kind)} ${String(name)} in ${String(namespace)}`, type, {
    metadata: { name: "more", namespace },
    spec: { [target]: { apiVersion: "apps/v1", kind, name }, minReplicas: 3, maxReplicas: 9 },
  });
};
const types = [horizontal, vertical, keda, "kubernetes:autoscaling/v1:HorizontalPodAutoscaler"];
const scalers = (name: string) => [
  ...types.flatMap((type) => [
    ...["StatefulSet", unknown, null].map((kind) => scaling(name, { kind, type })),
    ...[scaling(unknown, { type }), scaling(name, { namespace: unknown, type })],
  ]),
  beside("nothing of it is known", horizontal, { metadata: { namespace: "kafka" }, spec: unknown }),
  beside("its target is not known", keda, { metadata: { namespace: "kafka" }, spec: { scaleTargetRef: unknown } }),
  beside("it is in a list", `${horizontal}List`, {
    items: [{ metadata: { namespace: "kafka" }, spec: { scaleTargetRef: { kind: "StatefulSet", name } } }],
  }),
];

describe("kubernetes-no-autoscaling", () => {
  catches(kubernetesNoAutoscaling, { resource: brokers, mutants: scalers("kafka") });
  describe("of ZooKeeper", () => {
    catches(kubernetesNoAutoscaling, { platform: "prod", resource: zooKeeper, mutants: scalers("zookeeper") });
  });
  describe("of controllers", () => {
    catches(kubernetesNoAutoscaling, {
      ...{ platform: "dedicated", resource: controllers, mutants: scalers("kafka-controller") },
    });
  });
  takes(kubernetesNoAutoscaling, {
    resource: brokers,
    mutants: [
      ...[scaling("shop"), scaling("kafka", { namespace: "shop" }), scaling("kafka", { kind: "Deployment" })],
      beside("an application has a Deployment", "kubernetes:apps/v1:Deployment", application(applicationPod)),
      beside("of another group", "kubernetes:example.org/v1:HorizontalPodAutoscaler", {
        metadata: { namespace: "kafka" },
        spec: { scaleTargetRef: { kind: "StatefulSet", name: "kafka" } },
      }),
    ],
  });
});
