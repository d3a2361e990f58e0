import { kubernetesNetworkPolicies } from "../../../policy/policies/kubernetes/network-policies";
import { type Registration, unknown } from "../../components/mocks";
import { catches, resourceOf, setting, takes, values } from "../mutations";
import { application, as, beside, brokers, controllers, deployment, hidden, mutant, zooKeeper } from "./mutants";

const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const named = (name: string) => [type, `network-${name}`] as const;
const everywhere = { ipBlock: { cidr: "0.0.0.0/0" } };
const another = (title: string, spec: object, namespace: unknown = "kafka") =>
  beside(title, type, { metadata: { name: "another", namespace }, spec });

const gone = [
  { title: "it is not there", change: () => undefined },
  mutant("it is of another kind", as("kubernetes:crd.projectcalico.org/v1:NetworkPolicy", "network")),
  ...values("metadata.namespace", undefined, null, "default", "orders"),
  ...values("metadata", undefined, {}),
  ...values("spec", undefined, null, {}),
];
// What nobody can read is the policy's own mistake.
const obscure = [...values("metadata.namespace", unknown), ...values("metadata", unknown), ...values("spec", unknown)];
const denial = [
  ...gone,
  ...values(
    "spec.podSelector",
    undefined,
    null,
    unknown,
    [],
    { matchLabels: { role: "none" } },
    { matchLabels: unknown },
  ),
  ...values(
    "spec.policyTypes",
    undefined,
    null,
    unknown,
    [],
    ["Ingress"],
    ["Egress"],
    "Ingress",
    ["ingress", "egress"],
    [unknown],
  ),
  ...values("spec.egress", [{ ports: [{ port: 53 }] }], [{ to: [{ podSelector: {} }] }]),
  ...values("spec.ingress", [{ from: [{ podSelector: {} }] }], [{ ports: [{ port: 9092 }] }]),
];
const own = [
  ...gone,
  ...values(
    "spec.podSelector",
    ...[
      undefined,
      null,
      unknown,
      {},
      { matchLabels: {} },
      { matchLabels: unknown },
      { matchLabels: { app: "brokers" } },
    ],
    ...[{ matchLabels: { app: unknown } }, { matchLabels: { app: "kafka", tier: "one" } }],
    { matchExpressions: [{ key: "app", operator: "NotIn", values: ["kafka", "zookeeper", "kafka-controller"] }] },
    { matchExpressions: [{ key: "app", operator: "In", values: [] }] },
    { matchExpressions: unknown },
  ),
];
const ingress = [
  ...values("spec.ingress", [{}], unknown, {}, "all", [unknown], [null], [{ from: [] }], [{ from: null, ports: null }]),
  ...values("spec.ingress", [{ ports: [] }], [{ from: [], ports: [] }], [{ from: [everywhere] }], [{ from: unknown }]),
  ...values("spec.ingress", [{ from: [{ ipBlock: { cidr: "::/0" } }] }], [{ ports: [{ protocol: "TCP" }] }]),
  ...values("spec.ingress", [{ ports: [{ port: 1, endPort: 65_535 }] }], [{ ports: [{ port: 0, endPort: 65_535 }] }]),
  ...values(
    "spec.ingress",
    [{ ports: [{ port: unknown }] }],
    [{ ports: [{}] }],
    [{ ports: [{ port: 1, endPort: unknown }] }],
  ),
  ...values(
    "spec.ingress",
    [{ from: [{ podSelector: {} }, everywhere] }],
    [{ ports: [{ port: 9092 }, { port: null }] }],
  ),
];
const network = (cidr: unknown) => ({ ipBlock: { cidr } });
const spaces = (namespaceSelector: unknown) => ({ namespaceSelector, podSelector: {} });
const monitoring = spaces({ matchLabels: { "kubernetes.io/metadata.name": "monitoring" } });
const replication = [{ port: 9091 }];
const open = [
  ...values(
    "spec.ingress",
    ...[{}, { from: [network("10.0.0.0/8")] }, { from: [network("10.1.2.3/32")] }, { from: [spaces({})] }].map(
      (rule) => [{ ...rule, ports: replication }],
    ),
    ...[unknown, { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] }].map((selector) => [
      { from: [spaces(selector)], ports: replication },
    ]),
    ...[unknown, {}, { podSelector: unknown }, monitoring].map((peer) => [{ from: [peer], ports: replication }]),
    [{ from: [{ podSelector: {} }, monitoring], ports: replication }],
    ...[2181, 9093, 9404, 8080, "tcp-replication", unknown].map((port) => [{ ports: [{ port }] }]),
    [{ ports: [{ port: 9092 }, { port: 9091 }] }],
    [{ ports: [{ port: 9092, endPort: 9094 }] }],
    [{ ports: [{ port: 9094, endPort: unknown }] }],
    [{ from: [network("10.0.0.0/8")] }],
    [{ from: [monitoring] }],
    [{ ports: [{ port: 1, protocol: "TCP" }] }],
  ),
  ...values("spec.egress", [{}], unknown, [unknown], [{ to: [] }], [{ to: [network("0.0.0.0/0")] }], [{ ports: [] }]),
  ...values("spec.egress", [{ ports: [{ port: 1, endPort: 65_535 }] }], [{ to: [spaces({})] }]),
];
const selected = (...selectors: readonly unknown[]) =>
  selectors.map((podSelector) =>
    another(`another opens a port to pods ${JSON.stringify(podSelector) ?? "without a selector"}`, {
      podSelector,
      ingress: [{ ports: replication }],
    }),
  );

describe("kubernetes-network-policies", () => {
  describe("by default", () => {
    const args = { resource: named("deny-by-default"), reports: brokers };
    catches(kubernetesNetworkPolicies, { ...args, mutants: [...denial, ...hidden(...denial.slice(2, 10))] });
  });
  describe("of its own", () => {
    const args = { resource: named("kafka"), reports: brokers };
    catches(kubernetesNetworkPolicies, { ...args, mutants: [...own, ...hidden(...own.slice(2, 10))] });
  });
  describe("of ZooKeeper's own", () => {
    const args = { platform: "prod", resource: named("zookeeper"), reports: zooKeeper } as const;
    catches(kubernetesNetworkPolicies, { ...args, mutants: own });
  });
  describe("of controllers' own", () => {
    const args = { platform: "dedicated", resource: named("kafka-controller") } as const;
    catches(kubernetesNetworkPolicies, { ...args, reports: controllers, mutants: own });
  });
  describe("that lets everybody in", () => {
    const mutants = [
      ...ingress,
      ...hidden(...ingress.slice(0, 5)),
      another("another lets everybody in", { podSelector: {}, ingress: [{}] }),
      another("another lets everybody in to some", { podSelector: { matchLabels: { app: "kafka" } }, ingress: [{}] }),
      another("another lets everybody in to others", { podSelector: { matchLabels: { app: "web" } }, ingress: [{}] }),
    ];
    catches(kubernetesNetworkPolicies, { resource: named("kafka"), mutants });
  });
  describe("that opens more than is made for others", () => {
    const labels = { matchLabels: { "statefulset.kubernetes.io/pod-name": "kafka-0" } };
    const mutants = [
      ...[...open, ...obscure],
      ...hidden(...open.slice(0, 3)),
      ...selected(undefined, unknown, {}, { matchLabels: { app: unknown } }, { matchLabels: unknown }, labels),
      ...selected(
        { matchExpressions: unknown },
        { matchExpressions: [{ key: "app", operator: "In", values: unknown }] },
      ),
      another("of another, nothing is known", unknown as never),
      ...[undefined, "", unknown].map((namespace) =>
        another(`another may be anywhere, ${String(namespace)}`, { podSelector: {}, ingress: [{}] }, namespace),
      ),
    ];
    catches(kubernetesNetworkPolicies, { resource: named("kafka"), mutants });
  });
  describe("that opens what denies by default", () => {
    const mutants = [
      ...[...values("spec.egress", [{}], unknown), ...values("spec.ingress", [{}], unknown)],
      ...[...open, ...obscure],
    ];
    catches(kubernetesNetworkPolicies, {
      resource: named("deny-by-default"),
      mutants: [...new Map(mutants.map((one) => [one.title, one])).values()],
    });
  });
  describe("that opens ZooKeeper", () => {
    catches(kubernetesNetworkPolicies, { platform: "prod", resource: named("zookeeper"), mutants: open });
  });
  describe("of further pods", () => {
    const labels = ["exporter", "registry", "kafka-2", "schema-registry", "kafka-connect", "zookeeper2"];
    const labelled = (app: string) =>
      setting(
        "spec.template.metadata.labels.app",
        app,
      )({ inputs: application(undefined, { namespace: "kafka" }) } as never);
    const kinds = ["apps/v1:Deployment", "apps/v1:DaemonSet", "batch/v1:Job", "apps/v1:ReplicaSet"];
    const mutants = labels.flatMap((app) =>
      kinds.map((kind) =>
        beside(`a ${kind} of ${app} is in its namespace`, `kubernetes:${kind}`, labelled(app).inputs),
      ),
    );
    catches(kubernetesNetworkPolicies, { resource: brokers, mutants });
  });
  takes(kubernetesNetworkPolicies, {
    resource: named("kafka"),
    mutants: [
      ...values("spec.podSelector", { matchExpressions: [{ key: "app", operator: "In", values: ["kafka"] }] }),
      ...values("spec.ingress", undefined, [], [{ ports: [{ port: 9092 }] }], [{ from: [{ podSelector: {} }] }]),
      ...values(
        "spec.ingress",
        [{ ports: [{ port: "tcp-external" }] }],
        [{ from: [spaces({})], ports: [{ port: 9092 }] }],
      ),
      ...values("spec.ingress", [{ from: [everywhere], ports: [{ port: 9094 }] }]),
      ...values(
        "spec.egress",
        [{ ports: [{ port: 443 }] }],
        [{ to: [network("10.1.0.0/16")] }],
        [{ to: [monitoring] }],
      ),
      another("a registry lets everybody in at its port", {
        podSelector: { matchLabels: { app: "schema-registry" } },
        ingress: [{ ports: [{ port: 8081 }] }],
      }),
      ...hidden(mutant("it is as it is")),
      another("an application lets everybody in", { podSelector: {}, ingress: [{}] }, "orders"),
      beside("an application has no policies", deployment, application()),
      {
        ...mutant("what denies says that nothing is allowed", setting("spec.ingress", []), setting("spec.egress", [])),
        resource: named("deny-by-default"),
      },
    ],
  });
  describe("in the namespace where members are, whatever the settings call it", () => {
    const elsewhere = setting("metadata.namespace", "streams");
    const moved = (one: Registration): Registration =>
      one.inputs.metadata?.namespace === "kafka" ? elsewhere(one) : one;
    const labels = ["exporter", "registry", "schema-registry", "kafka-connect", "kafka-2"];
    const kinds = ["apps/v1:Deployment", "apps/v1:DaemonSet", "batch/v1:Job", "apps/v1:ReplicaSet"];
    const mutants = labels.flatMap((app) =>
      kinds.map((kind) => ({
        title: `a ${kind} of ${app}`,
        change: moved,
        follows: moved,
        adds: [
          resourceOf(
            `kubernetes:${kind}`,
            "more",
            setting(
              "spec.template.metadata.labels.app",
              app,
            )({ inputs: application(undefined, { namespace: "streams" }) } as never).inputs,
          ),
        ],
        reports: [`kubernetes:${kind}`, "more"] as const,
      })),
    );
    catches(kubernetesNetworkPolicies, { resource: brokers, mutants });
  });
  describe("where metrics are read", () => {
    const metrics = [{ from: [monitoring, network("10.1.0.0/16")], ports: [{ port: 9404 }] }];
    takes(kubernetesNetworkPolicies, {
      resource: named("kafka"),
      config: { [kubernetesNetworkPolicies.name]: { ports: [9404] } },
      mutants: values("spec.ingress", metrics),
    });
  });
});
