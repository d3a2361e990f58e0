import { kubernetesReplicas } from "../../../policy/policies/kubernetes/replicas";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const wrong = [
  undefined,
  null,
  unknown,
  -3,
  -1,
  0,
  1,
  2,
  2.5,
  3.5,
  "3",
  "three",
  "",
  true,
  false,
  [3],
  {},
  { value: 3 },
];

describe("kubernetes-replicas", () => {
  const mutants = values("spec.replicas", ...wrong);
  catches(kubernetesReplicas, {
    resource: brokers,
    // With too few brokers, there is no place for the replicas of topics either.
    mutants: [...mutants, ...hidden(...mutants)].map((one) => ({
      ...one,
      also: ["platform-replication-within-brokers"],
    })),
  });
  describe("of ZooKeeper", () => {
    const voters = [...mutants, ...values("spec.replicas", 4, 6, 8)];
    catches(kubernetesReplicas, { platform: "prod", resource: zooKeeper, mutants: voters });
  });
  describe("of controllers", () => {
    const voters = [...mutants, ...values("spec.replicas", 4, 6, 8), ...hidden(...values("spec.replicas", 4))];
    catches(kubernetesReplicas, { platform: "dedicated", resource: controllers, mutants: voters });
  });
  takes(kubernetesReplicas, {
    resource: brokers,
    mutants: [
      ...values("spec.replicas", 3, 4, 5, 6, 100),
      beside("an application's Deployment has one", deployment, application()),
      beside("a Deployment in the namespace has one", deployment, application(undefined, { namespace: "kafka" })),
      beside("an application's StatefulSet has one", "kubernetes:apps/v1:StatefulSet", application()),
    ],
  });
  takes(kubernetesReplicas, { platform: "prod", resource: zooKeeper, mutants: values("spec.replicas", 3, 5, 7) });
  takes(kubernetesReplicas, { platform: "dedicated", resource: controllers, mutants: values("spec.replicas", 5) });
});
