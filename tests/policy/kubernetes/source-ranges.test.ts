import { kubernetesSourceRanges } from "../../../policy/policies/kubernetes/source-ranges";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
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
    another("another policy opens it among others", [{ ports: [{ port: 9000, endPort: 9100 }] }]),
    another("another policy opens it to all networks", [{ ports, from: [block("0.0.0.0/0")] }]),
    another("another policy opens it to all pods' namespace", [{ ports }], {}),
    another("another policy opens all up to it", [{ ports: [{ port: 1024, endPort: 9094 }] }]),
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
  describe("unless the settings ask for it", () => {
    takes(kubernetesSourceRanges, { resource, mutants: [mutant("dev bounds nobody")] });
  });
});
