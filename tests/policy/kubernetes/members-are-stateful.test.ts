import { kubernetesMembersAreStateful } from "../../../policy/policies/kubernetes/members-are-stateful";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const strategies = [
  ...values("spec.podManagementPolicy", undefined, null, unknown, "", "OrderedReady", "parallel", "PARALLEL", true),
  ...values("spec.updateStrategy", undefined, null, unknown, {}, "RollingUpdate", { rollingUpdate: { partition: 0 } }),
  ...values("spec.updateStrategy.type", undefined, null, unknown, "OnDelete", "Recreate", "rollingUpdate").slice(1),
  ...values(
    "spec.updateStrategy",
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } },
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%" } },
    { type: "RollingUpdate", rollingUpdate: unknown },
  ),
];

const labelled = (app: string) => ({
  metadata: { name: "another", namespace: "kafka" },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: applicationPod },
  },
});
const pod = (app: string) => ({
  metadata: { name: "another", namespace: "kafka", labels: { app } },
  spec: applicationPod,
});
const kinds = ["apps/v1:Deployment", "apps/v1:DaemonSet", "apps/v1:ReplicaSet", "core/v1:ReplicationController"];

describe("kubernetes-members-are-stateful", () => {
  catches(kubernetesMembersAreStateful, {
    resource: brokers,
    mutants: [...strategies, ...hidden(...strategies.slice(0, 5))],
  });
  describe("of ZooKeeper", () => {
    catches(kubernetesMembersAreStateful, {
      ...{ platform: "prod", resource: zooKeeper, mutants: strategies },
    });
  });
  describe("of controllers", () => {
    catches(kubernetesMembersAreStateful, {
      ...{ platform: "dedicated", resource: controllers, mutants: strategies },
    });
  });
  describe("of other kinds", () => {
    const mutants = [
      ...["kafka", "kafka-controller", "zookeeper"].flatMap((app) => [
        ...kinds.map((kind) => beside(`a ${kind} has ${app}`, `kubernetes:${kind}`, labelled(app))),
        beside(`a bare Pod has ${app}`, "kubernetes:core/v1:Pod", pod(app)),
        beside(`a Job has ${app}`, "kubernetes:batch/v1:Job", labelled(app)),
        beside(`a CronJob has ${app}`, "kubernetes:batch/v1:CronJob", {
          metadata: { name: "another", namespace: "kafka" },
          spec: { schedule: "@daily", jobTemplate: { spec: { template: pod(app) } } },
        }),
        beside(`a PodTemplate has ${app}`, "kubernetes:core/v1:PodTemplate", {
          metadata: { namespace: "kafka" },
          template: pod(app),
        }),
        beside(`a list of Pods has ${app}`, "kubernetes:core/v1:PodList", { items: [pod(app)] }),
        beside(`a Deployment of long ago has ${app}`, "kubernetes:extensions/v1beta1:Deployment", labelled(app)),
        beside(`a custom resource of a Pod has ${app}`, "kubernetes:v1:Pod", pod(app)),
      ]),
      ...[undefined, null, unknown, "orders"].map((namespace) =>
        beside(`a Pod has the label in ${String(namespace)}`, "kubernetes:core/v1:Pod", {
          ...pod("kafka"),
          metadata: { namespace, labels: { app: "kafka" } },
        }),
      ),
      beside("a Deployment has the name", deployment, application(undefined, { name: "kafka", namespace: "kafka" })),
    ].map((one) => ({ ...one, also: ["kubernetes-network-policies"] }));
    catches(kubernetesMembersAreStateful, { resource: brokers, mutants });
  });
  takes(kubernetesMembersAreStateful, {
    resource: brokers,
    mutants: [
      ...values(
        "spec.updateStrategy",
        { type: "RollingUpdate", rollingUpdate: { partition: 2 } },
        { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 1 } },
      ),
      ...values("spec.minReadySeconds", 30),
      beside("a registry is a Deployment", deployment, labelled("schema-registry")),
      beside("an exporter is a Deployment", deployment, labelled("exporter")),
      beside("an application has a Deployment", deployment, application()),
      beside(
        "an application is called kafka",
        deployment,
        application(undefined, { name: "kafka", namespace: "orders" }),
      ),
      beside("an application's label is like it", deployment, labelled("kafka-exporter")),
      beside("an application's Pods start in order", "kubernetes:apps/v1:StatefulSet", application()),
    ],
  });
});
