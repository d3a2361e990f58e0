import { kubernetesDisruptionBudget } from "../../../policy/policies/kubernetes/disruption-budget";
import { unknown } from "../../components/mocks";
import { catches, removed, setting, takes, values } from "../mutations";
import { application, as, beside, brokers, controllers, deployment, hidden, mutant, zooKeeper } from "./mutants";

const type = "kubernetes:policy/v1:PodDisruptionBudget";
const budgetOf = (app: string) => [type, `${app}-disruption-budget`] as const;

const number = [
  ...values("spec.maxUnavailable", undefined, null, unknown, 0, 2, 3, -1, 1.5, "1", "50%", "34%", "one", true, [1], {}),
  ...values("spec.minAvailable", 2, 1, "67%", unknown),
  ...values("spec", { minAvailable: 2, selector: { matchLabels: { app: "kafka" } } }).map((one) => ({
    ...one,
    title: `${one.title} in place of all`,
  })),
];

const lost = [
  ...values("spec", undefined, null, unknown, {}),
  ...values("spec.selector", undefined, null, unknown, { matchLabels: unknown }, { matchLabels: { app: "broker" } }),
  ...values("spec.selector.matchLabels.app", undefined, "kafka-brokers", "Kafka", unknown).slice(1),
  ...values("spec.selector.matchLabels", { app: "kafka", component: "broker" }, { "app.kubernetes.io/name": "kafka" }),
  ...values(
    "spec.selector",
    { matchExpressions: [{ key: "app", operator: "In", values: ["brokers"] }] },
    { matchLabels: { "statefulset.kubernetes.io/pod-name": "kafka-0" } },
  ),
  ...values("metadata.namespace", undefined, null, unknown, "default", "zookeeper"),
  ...values("metadata", undefined, unknown, { name: "kafka" }),
  { title: "it is not there", change: removed },
  mutant("it is of another group", as("kubernetes:example.org/v1:PodDisruptionBudget", "kafka-disruption-budget")),
];

describe("kubernetes-disruption-budget", () => {
  describe("by its number", () => {
    const mutants = [...number.slice(0, -1), ...hidden(...number.slice(0, 4)), number.at(-1) ?? number[0]].filter(
      (one) => one !== undefined,
    );
    catches(kubernetesDisruptionBudget, { resource: budgetOf("kafka"), mutants });
  });
  describe("by what it is about", () => {
    const args = { resource: budgetOf("kafka"), reports: brokers };
    catches(kubernetesDisruptionBudget, { ...args, mutants: [...lost, ...hidden(...lost.slice(0, 6))] });
  });
  describe("of ZooKeeper", () => {
    const args = { platform: "prod", resource: budgetOf("zookeeper") } as const;
    const mutants = [...number.slice(0, -1), ...lost.slice(0, 8).map((one) => ({ ...one, reports: zooKeeper }))];
    catches(kubernetesDisruptionBudget, { ...args, mutants });
  });
  describe("of controllers", () => {
    const args = { platform: "dedicated", resource: budgetOf("kafka-controller") } as const;
    const mutants = [...number.slice(0, -1), ...lost.slice(0, 8).map((one) => ({ ...one, reports: controllers }))];
    catches(kubernetesDisruptionBudget, { ...args, mutants });
  });
  describe("of several", () => {
    const another = (title: string, spec: object, namespace: unknown = "kafka") =>
      beside(title, type, { metadata: { name: "another", namespace }, spec });
    const selectors = [
      ...[{}, { matchLabels: {} }, { matchLabels: { app: "kafka" } }, { matchLabels: null, matchExpressions: null }],
      ...[{ matchExpressions: [] }, { matchLabels: { app: "kafka" }, matchExpressions: [] }],
      { matchExpressions: [{ key: "app", operator: "In", values: ["kafka"] }] },
      { matchExpressions: [{ key: "app", operator: "In", values: ["kafka", "zookeeper"] }] },
      { matchExpressions: [{ key: "app", operator: "Exists" }] },
      { matchExpressions: [{ key: "app", operator: "NotIn", values: ["zookeeper"] }] },
      { matchExpressions: [{ key: "job", operator: "DoesNotExist" }] },
    ];
    const mutants = [
      ...selectors.map((selector) =>
        another(`${JSON.stringify(selector)} is selected`, { maxUnavailable: 1, selector }),
      ),
      ...[0, 1, 2, "50%"].map((minAvailable) =>
        another(`${minAvailable} have to be there`, { minAvailable, selector: { matchLabels: { app: "kafka" } } }),
      ),
      ...selectors.slice(0, 5).map((selector) =>
        beside(`a list with ${JSON.stringify(selector)} is there`, `${type}List`, {
          items: [{ metadata: { namespace: "kafka" }, spec: { maxUnavailable: 1, selector } }],
        }),
      ),
    ];
    catches(kubernetesDisruptionBudget, { resource: budgetOf("kafka"), reports: brokers, mutants });
  });
  takes(kubernetesDisruptionBudget, {
    resource: budgetOf("kafka"),
    mutants: [
      ...values("spec.selector", {}, { matchExpressions: [{ key: "app", operator: "In", values: ["kafka"] }] }),
      ...values("spec.unhealthyPodEvictionPolicy", "IfHealthyBudget"),
      ...values("spec.minAvailable", null),
      ...values("metadata.name", undefined, unknown, "brokers"),
      ...hidden(mutant("it is as it is")),
      mutant("it is of another version", as("kubernetes:policy/v1beta1:PodDisruptionBudget", "kafka")),
      beside("another is of other pods", type, {
        metadata: { namespace: "kafka" },
        spec: { minAvailable: 1, selector: { matchLabels: { app: "exporter" } } },
      }),
      beside("another is elsewhere", type, {
        metadata: { namespace: "orders" },
        spec: { minAvailable: "50%", selector: {} },
      }),
      beside("an application has none", deployment, application()),
      beside("an application has a StatefulSet without one", "kubernetes:apps/v1:StatefulSet", application()),
      ...hidden({ ...mutant("the StatefulSet is as it is"), resource: brokers }),
      { ...mutant("there are more brokers", setting("spec.replicas", 6)), resource: brokers },
    ],
  });
});
