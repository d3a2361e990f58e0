import { kubernetesKnownObjects } from "../../../policy/policies/kubernetes/known-objects";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const spec = "spec.template.spec";
const rest = { metadata: { namespace: "orders" } };

const mutants = [
  ...values(spec, undefined, null, unknown, [], "pod"),
  ...values("spec.template", unknown, null, { metadata: { labels: { app: "kafka" } } }),
  ...values("spec.template.metadata.labels", unknown, [], "app=kafka"),
  ...values("spec.template.metadata", unknown),
  ...values("spec.template.metadata.labels.app", unknown, 3, true),
  ...values(`${spec}.containers`, undefined, null, unknown, [], {}, [unknown], ["kafka"], [[{ name: "kafka" }]]),
  ...values(`${spec}.initContainers`, unknown, {}, [unknown], "none"),
  ...values(`${spec}.ephemeralContainers`, unknown, {}, [unknown]),
  ...values(`${spec}.containers.0.env`, unknown, {}, "PASSWORD=secret", [unknown], ["JVM_OPTIONS"], [{ value: "x" }]),
  ...values(`${spec}.containers.0.env.0.name`, undefined, null, unknown, 1),
];

describe("kubernetes-known-objects", () => {
  catches(kubernetesKnownObjects, { resource: brokers, mutants: [...mutants, ...hidden(...mutants)] });
  describe("of ZooKeeper", () => {
    catches(kubernetesKnownObjects, { platform: "prod", resource: zooKeeper, mutants });
  });
  describe("of controllers", () => {
    catches(kubernetesKnownObjects, { platform: "dedicated", resource: controllers, mutants });
  });
  describe("of applications and lists", () => {
    const lists = [
      "apps/v1:StatefulSet",
      "apps/v1:Deployment",
      "core/v1:Service",
      "core/v1:ConfigMap",
      "policy/v1:PodDisruptionBudget",
    ];
    const pods = { containers: undefined, volumes: unknown, initContainers: [unknown] };
    catches(kubernetesKnownObjects, {
      resource: brokers,
      mutants: [
        ...lists.flatMap((type) => [
          beside(`the items of a list of ${type} are not known`, `kubernetes:${type}List`, { items: unknown }),
          beside(`the items of a list of ${type} are one`, `kubernetes:${type}List`, { items: { kind: "Pod" } }),
        ]),
        ...["v1:List", "core/v1:List"].flatMap((type) => [
          beside(`${type} is not known`, `kubernetes:${type}`, { items: unknown }),
          beside(`an item of ${type} is not known`, `kubernetes:${type}`, { items: [unknown] }),
          beside(`the kind in ${type} is not known`, `kubernetes:${type}`, {
            items: [{ apiVersion: "v1", kind: unknown }],
          }),
          beside(`the kind in ${type} is not said`, `kubernetes:${type}`, { items: [{ metadata: {} }] }),
        ]),
        ...Object.entries(pods).map(([key, value]) =>
          beside(`of a pod, ${key} cannot be read`, deployment, application({ ...applicationPod, [key]: value })),
        ),
        beside("a Pod is nothing", "kubernetes:core/v1:Pod", rest),
        beside("a CronJob is nothing", "kubernetes:batch/v1:CronJob", rest),
        beside("a PodTemplate is nothing", "kubernetes:core/v1:PodTemplate", rest),
        beside("a Deployment is nothing", deployment, rest),
      ],
    });
  });
  takes(kubernetesKnownObjects, {
    resource: brokers,
    mutants: [
      ...values(`${spec}.initContainers`, undefined, null, []),
      ...values(`${spec}.ephemeralContainers`, undefined, null, []),
      ...values("spec.template.metadata.labels.version", unknown),
      ...values("spec.template.metadata.annotations", unknown),
      ...values(`${spec}.containers.0.env`, undefined, null, []),
      ...values(`${spec}.containers.0.env.0.value`, unknown),
      beside("a list is empty", `${deployment}List`, { items: [] }),
      beside("a list says nothing", `${deployment}List`, {}),
      beside("an application is known", deployment, application()),
      beside("a list of what no rule is about is not known", "kubernetes:core/v1:EndpointsList", { items: unknown }),
      beside("a custom resource is called a list", "kubernetes:example.org/v1:AllowList", { items: ["192.0.2.1"] }),
      beside("a list holds another", "kubernetes:v1:List", {
        items: [{ apiVersion: "apps/v1", kind: "DeploymentList", items: [application()] }],
      }),
      ...hidden(...values("spec.replicas", 5)),
    ],
  });
});
