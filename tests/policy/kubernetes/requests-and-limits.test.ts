import { kubernetesRequestsAndLimits } from "../../../policy/policies/kubernetes/requests-and-limits";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const resourcesOf = (container: string) => `spec.template.spec.${container}.resources`;
const noQuantities = [null, unknown, "", "0", "-1", "much", "1 Gi", "1gi", "1GB", "0x10", true, [], {}];

const wrong = (container: string) => {
  const resources = resourcesOf(container);
  return [
    ...values(resources, undefined, null, unknown, {}, { requests: { cpu: "1", memory: "1Gi" } }),
    ...values(resources, { limits: { memory: "8Gi" } }),
    ...values(`${resources}.requests`, undefined, null, unknown, {}, { cpu: "1" }, { memory: "32Mi" }),
    ...values(`${resources}.requests.cpu`, ...noQuantities, 0, -1, "1core", "500mm"),
    ...values(`${resources}.requests.memory`, ...noQuantities, 0, "1g", "512", "512m", "100Gi"),
    ...values(`${resources}.limits`, undefined, null, unknown, {}, { cpu: "1" }),
    ...values(`${resources}.limits.memory`, ...noQuantities, "31Mi", "16M", "1024", "1024m"),
    ...values(`${resources}.limits`, { memory: "100Gi", cpu: "1m" }, { memory: "100Gi", cpu: unknown }),
    ...values(`${resources}.limits`, { memory: "100Gi", cpu: "much" }),
  ];
};

describe("kubernetes-requests-and-limits", () => {
  catches(kubernetesRequestsAndLimits, {
    resource: brokers,
    mutants: [
      ...wrong("containers.0"),
      ...wrong("initContainers.0"),
      ...wrong("initContainers.1"),
      ...hidden(...wrong("containers.0").slice(0, 6)),
    ],
  });
  describe("of ZooKeeper", () => {
    const args = { platform: "prod", resource: zooKeeper } as const;
    catches(kubernetesRequestsAndLimits, { ...args, mutants: wrong("containers.0") });
  });
  describe("of controllers", () => {
    const args = { platform: "dedicated", resource: controllers } as const;
    catches(kubernetesRequestsAndLimits, { ...args, mutants: wrong("containers.0") });
  });
  describe("of applications", () => {
    const [container] = applicationPod.containers;
    const bare = { ...applicationPod, containers: [{ ...container, resources: {} }] };
    const inits = { ...applicationPod, initContainers: bare.containers };
    const kinds = [
      "apps/v1:Deployment",
      "apps/v1:StatefulSet",
      "apps/v1:DaemonSet",
      "apps/v1:ReplicaSet",
      "batch/v1:Job",
    ];
    const mutants = [
      ...[...kinds, "core/v1:ReplicationController", "apps/v1beta1:Deployment", "extensions/v1beta1:DaemonSet"].flatMap(
        (kind) => [
          beside(`a ${kind} says nothing`, `kubernetes:${kind}`, application(bare)),
          beside(`a ${kind} prepares without`, `kubernetes:${kind}`, application(inits)),
        ],
      ),
      beside("a Pod says nothing", "kubernetes:core/v1:Pod", { metadata: { namespace: "orders" }, spec: bare }),
      beside("a Pod of a custom resource says nothing", "kubernetes:v1:Pod", {
        metadata: { namespace: "a" },
        spec: bare,
      }),
      beside("a PodTemplate says nothing", "kubernetes:core/v1:PodTemplate", {
        metadata: { namespace: "orders" },
        template: { spec: bare },
      }),
      beside("a CronJob says nothing", "kubernetes:batch/v1:CronJob", {
        metadata: { namespace: "orders" },
        spec: { jobTemplate: { spec: { template: { spec: bare } } } },
      }),
      beside("a list of Deployments says nothing", `${deployment}List`, { items: [application(bare)] }),
      beside("a list within a list says nothing", `${deployment}List`, { items: [{ items: [application(bare)] }] }),
      beside("lists hold lists", `${deployment}List`, { items: [[application(bare)]] }),
      beside("a list of anything says nothing", "kubernetes:v1:List", {
        items: [{ apiVersion: "apps/v1", kind: "Deployment", ...application(bare) }],
      }),
      beside("a list of Services has a Deployment", "kubernetes:core/v1:ServiceList", {
        items: [{ apiVersion: "apps/v1", kind: "Deployment", ...application(bare) }],
      }),
    ];
    catches(kubernetesRequestsAndLimits, { resource: brokers, mutants });
  });
  const resources = resourcesOf("containers.0");
  takes(kubernetesRequestsAndLimits, {
    resource: brokers,
    mutants: [
      ...values(`${resources}.requests.cpu`, "1", "2.5", "0.25", "250m", 4, "1e1", "+1", ".5"),
      ...values(`${resources}.requests.memory`, "512Mi", "1024Mi", "1G", "1e9", "1073741824", 1_073_741_824, "1.0Gi"),
      ...values(`${resources}.limits`, { memory: "2Gi" }, { memory: "1Gi", cpu: "250m" }, { memory: "1Gi", cpu: 1 }),
      ...values(`${resources}.limits`, { memory: "1Gi", cpu: null }),
      beside("an application says all", deployment, application()),
      beside(
        "a container to look into a pod says nothing",
        deployment,
        application({
          ...applicationPod,
          ephemeralContainers: [{ name: "shell", image: "busybox:1.37" }],
        }),
      ),
    ],
  });
});
