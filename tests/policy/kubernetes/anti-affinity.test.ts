import { kubernetesAntiAffinity } from "../../../policy/policies/kubernetes/anti-affinity";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";
import { application, beside, brokers, controllers, deployment, hidden, mutant, zooKeeper } from "./mutants";

const spec = "spec.template.spec";
const antiAffinity = `${spec}.affinity.podAntiAffinity`;
const terms = `${antiAffinity}.requiredDuringSchedulingIgnoredDuringExecution`;
const selector = `${terms}.0.labelSelector`;
const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "kafka" } } };
const expression = (operator: string, key: string, list?: readonly unknown[]) => ({
  matchExpressions: [{ key, operator, ...(list && { values: list }) }],
});

describe("kubernetes-anti-affinity", () => {
  const broken = [
    ...values(`${spec}.affinity`, undefined, null, unknown, {}, { nodeAffinity: {} }),
    ...values(
      antiAffinity,
      undefined,
      null,
      unknown,
      {},
      {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
      },
    ),
    ...values(terms, undefined, null, unknown, [], {}, term, [[term]], [unknown]),
    ...values(
      `${terms}.0.topologyKey`,
      ...[undefined, null, unknown, "", "kubernetes.io/host", "topology.kubernetes.io/zone", "hostname"],
    ),
    ...values(
      selector,
      ...[undefined, null, unknown, [], "app=kafka"],
      ...[{ matchLabels: { app: "kafka-brokers" } }, { matchLabels: { app: "Kafka" } }, { matchLabels: unknown }],
      { matchLabels: { app: unknown } },
      { matchLabels: { app: "kafka", tier: "broker" } },
      { matchLabels: { "app.kubernetes.io/name": "kafka" } },
      ...[expression("In", "app", []), expression("In", "app", ["zookeeper"]), expression("in", "app", ["kafka"])],
      ...[expression("NotIn", "app", ["kafka"]), expression("NotIn", "app"), expression("DoesNotExist", "app")],
      expression("NotIn", "statefulset.kubernetes.io/pod-name", ["kafka-0"]),
      expression("DoesNotExist", "controller-revision-hash"),
      ...[expression("Exists", "component"), { matchExpressions: unknown }, { matchExpressions: [unknown] }],
    ),
    ...values(`${terms}.0.namespaces`, ["zookeeper"], ["default"], unknown, "kafka", [unknown]),
    ...values(`${terms}.0.namespaceSelector`, unknown, { matchLabels: { team: "search" } }),
    ...values(`${terms}.0.matchLabelKeys`, ["controller-revision-hash"], unknown, [unknown]),
    ...values(`${terms}.0.mismatchLabelKeys`, ["app"], unknown),
    ...values(`${spec}.nodeName`, "worker-1", unknown),
  ];
  catches(kubernetesAntiAffinity, {
    resource: brokers,
    mutants: [...broken, ...hidden(...broken.slice(0, 8))],
  });
  describe("of ZooKeeper", () => {
    const mutants = [...broken.slice(0, 18), ...values(`${selector}.matchLabels.app`, "kafka", unknown)];
    catches(kubernetesAntiAffinity, { platform: "prod", resource: zooKeeper, mutants });
  });
  describe("of controllers", () => {
    const mutants = [...broken.slice(0, 18), ...values(`${selector}.matchLabels.app`, "kafka", unknown)];
    catches(kubernetesAntiAffinity, { platform: "dedicated", resource: controllers, mutants });
  });
  takes(kubernetesAntiAffinity, {
    resource: brokers,
    mutants: [
      ...values(
        selector,
        {},
        { matchLabels: {} },
        expression("In", "app", ["kafka", "zookeeper"]),
        expression("Exists", "app"),
      ),
      ...values(selector, expression("NotIn", "app", ["zookeeper"]), expression("DoesNotExist", "job")),
      ...values(`${terms}.0.namespaces`, [], null, ["kafka"], ["kafka", "zookeeper"]),
      ...values(`${terms}.0.namespaceSelector`, {}, null),
      ...values(`${terms}.0.matchLabelKeys`, [], ["app"]),
      ...values(terms, [{ ...term, topologyKey: "topology.kubernetes.io/zone" }, term]),
      ...values(`${spec}.affinity.nodeAffinity`, { requiredDuringSchedulingIgnoredDuringExecution: {} }),
      mutant("it has a label more", setting("spec.template.metadata.labels", { app: "kafka", team: "platform" })),
      ...hidden(...values("spec.replicas", 5)),
      beside("an application's Deployment has one replica", deployment, application()),
      beside("an application has a StatefulSet elsewhere", "kubernetes:apps/v1:StatefulSet", application()),
      beside(
        "another kind has no affinity",
        "kubernetes:example.org/v1:StatefulSet",
        application(undefined, { namespace: "kafka" }),
      ),
    ],
  });
  describe("of what is a member by its place or its label", () => {
    const set = "kubernetes:apps/v1:StatefulSet";
    const also = [
      ...["kubernetes-disruption-budget", "kubernetes-replicas", "kubernetes-network-policies"],
      ...["kubernetes-members-are-stateful", "kubernetes-volumes", "platform-replication-within-brokers"],
    ];
    const labelled = (app: string) => setting("spec.template.metadata.labels.app", app);
    const mutants = [
      ...[undefined, null, unknown, "", "kafka"].map((namespace) =>
        beside(`a StatefulSet's namespace is ${String(namespace)}`, set, application(undefined, { namespace })),
      ),
      ...[undefined, null, unknown].map((metadata) =>
        beside(`the metadata is ${String(metadata)}`, set, { ...application(), metadata }),
      ),
      ...["kafka", "kafka-controller", "zookeeper", "schema-registry", "kafka-connect"].flatMap((app) =>
        ["orders", "default"].map((namespace) => ({
          ...beside(`its label is ${app} in ${namespace}`, set, application(undefined, { namespace })),
          change: (resource: Parameters<ReturnType<typeof labelled>>[0]) =>
            labelled(app)({ ...resource, type: set, name: "another", inputs: application(undefined, { namespace }) }),
        })),
      ),
      beside("it is of a version of long ago", "kubernetes:apps/v1beta1:StatefulSet", application(undefined, {})),
      beside("it is in a list", "kubernetes:apps/v1:StatefulSetList", { items: [application(undefined, {})] }),
      beside("it is in a list of lists", "kubernetes:apps/v1:StatefulSetList", {
        items: [{ apiVersion: "apps/v1", kind: "StatefulSetList", items: [application(undefined, {})] }],
      }),
      beside("it is in a list of anything", "kubernetes:v1:List", {
        items: [{ apiVersion: "apps/v1", kind: "StatefulSet", ...application(undefined, {}) }],
      }),
    ].map((one) => ({ ...one, also }));
    catches(kubernetesAntiAffinity, { resource: brokers, mutants });
  });
});
