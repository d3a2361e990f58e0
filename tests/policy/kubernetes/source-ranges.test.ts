import { kubernetesSourceRanges } from "../../../policy/policies/kubernetes/source-ranges";
import { unknown } from "../../components/mocks";
import { catches, type Mutant, setting, takes, unchanged, values } from "../mutations";
import { beside, hidden, mutant } from "./mutants";

const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const resource = [type, "network-kafka"] as const;
const config = { "kubernetes-source-ranges": { sourceRanges: true } };
const rule = "spec.ingress.2";
const ports = [{ port: 9094, protocol: "TCP" }];
const block = (cidr: unknown) => ({ ipBlock: { cidr } });
const another = (title: string, ingress: unknown, podSelector: object = { matchLabels: { app: "kafka" } }) =>
  beside(title, type, { metadata: { namespace: "kafka" }, spec: { podSelector, policyTypes: ["Ingress"], ingress } });

describe("kubernetes-source-ranges", () => {
  const mutants = [
    ...values(`${rule}.from`, undefined, null, unknown, [], {}, [unknown], [{}], [block(undefined)], [block(unknown)]),
    ...values(
      `${rule}.from`,
      ...["0.0.0.0/0", "::/0", "10.0.0.0/7", "10.0.0.0", "", "any", "10.0.0.0/0"].map((cidr) => [block(cidr)]),
      [block("10.0.0.0/8"), block("0.0.0.0/0")],
      [block("0.0.0.0/1"), block("128.0.0.0/1")],
      [{ namespaceSelector: {}, ...block("0.0.0.0/0") }],
    ),
    another("another policy opens the port", [{ ports }]),
    another("another policy opens the port by its name", [{ ports: [{ port: "tcp-external" }] }]),
    another("another policy opens it to all networks", [{ ports, from: [block("0.0.0.0/0")] }]),
    another("another policy opens it to all pods' namespace", [{ ports }], {}),
    another("another policy opens it beside the clients' port", [{ ports: [{ port: 9092 }, ...ports] }]),
    ...hidden(...values("spec.ingress", [{ ports }])),
    ...hidden(...values(`${rule}.from`, [block("::/0")], [])),
  ];
  catches(kubernetesSourceRanges, { platform: "bounded", resource, config, mutants });
  takes(kubernetesSourceRanges, {
    ...{ platform: "bounded", resource, config },
    mutants: [
      mutant("nothing is changed"),
      ...values(`${rule}.from`, [block("192.0.2.0/24"), block("2001:db8::/32")], [{ podSelector: {} }]),
      ...values(`${rule}.from`, [{ namespaceSelector: {} }]),
      ...values(`${rule}.ports`, [{ port: 9094, endPort: 9094, protocol: "TCP" }]),
      another("another policy opens another port", [{ ports: [{ port: 9404 }] }]),
      another("another policy is of other pods", [{ ports }], { matchLabels: { app: "exporter" } }),
      beside("another policy is elsewhere", type, {
        metadata: { namespace: "orders" },
        spec: { podSelector: {}, ingress: [{}] },
      }),
    ],
  });
  describe("of production, by default", () => {
    catches(kubernetesSourceRanges, { platform: "prod", resource, mutants });
  });
  describe("of a load balancer, whose ports nodes offer too", () => {
    const balancer = { type: "LoadBalancer", loadBalancerSourceRanges: ["192.0.2.0/24"] };
    const balanced = (allocates: unknown): Mutant => ({
      title: `allocateLoadBalancerNodePorts is ${String(allocates)}`,
      change: setting(`${rule}.from`, undefined),
      follows: (one) =>
        one.type === "kubernetes:core/v1:Service" && one.inputs.spec.type === "NodePort"
          ? setting("spec", { ...one.inputs.spec, ...balancer, allocateLoadBalancerNodePorts: allocates })(one)
          : one,
    });
    const widest = values(`${rule}.from`, ...["0.0.0.0/0", "::/0", "0.0.0.0/1"].map((cidr) => [block(cidr)]));
    const follows = balanced(true).follows ?? unchanged;
    catches(kubernetesSourceRanges, {
      ...{ platform: "bounded", resource, config },
      mutants: [
        ...[undefined, null, true, unknown, "false"].map(balanced),
        ...[...mutants, ...widest].slice(1, 20).map((one) => ({ ...one, title: `balanced, ${one.title}`, follows })),
      ],
    });
    takes(kubernetesSourceRanges, { ...{ platform: "bounded", resource, config }, mutants: [balanced(false)] });
  });
  describe("where the settings say that they bound nobody", () => {
    takes(kubernetesSourceRanges, { resource, mutants: [mutant("dev bounds nobody")] });
  });
});
