import { kubernetesExposedServices } from "../../../policy/policies/kubernetes/exposed-services";
import { unknown } from "../../components/mocks";
import { catches, setting, takes, values } from "../mutations";
import { beside, brokers, hidden, mutant } from "./mutants";

const service = "kubernetes:core/v1:Service";
const resource = [service, "kafka-0-external"] as const;
const inside = (name: string) => ({ resource: [service, name] as const });
const port = { name: "tcp-external", port: 9094, targetPort: "tcp-external" };
const balanced = (ranges: unknown) =>
  mutant(
    `it is a load balancer for ${JSON.stringify(ranges)}`,
    setting("spec.type", "LoadBalancer"),
    setting("spec.loadBalancerSourceRanges", ranges),
  );
const elsewhere = (type: unknown, ports: unknown, more: object = {}) =>
  beside(`another has ${JSON.stringify({ type, ports, ...more })}`, service, {
    metadata: { namespace: "orders" },
    spec: { type, ports, selector: { app: "orders" }, ...more },
  });

describe("kubernetes-exposed-services", () => {
  const ports = [
    ...values("spec.ports", undefined, null, unknown, [], {}, [unknown], [null]),
    ...values("spec.ports.0.port", undefined, null, unknown, 9091, 9092, 9093, 9095, 80, 443, "9094", "tcp-external"),
    ...values(
      "spec.ports.0.targetPort",
      unknown,
      9091,
      9092,
      9093,
      "tcp-client",
      "tcp-replication",
      "9094",
      "external",
      true,
    ),
    ...[9091, 9092, 9093].map((more) =>
      mutant(`it has ${more} as well`, setting("spec.ports", [port, { name: "more", port: more }])),
    ),
    ...values("spec.type", unknown, "nodePort", "NodePorts", "", true, ["NodePort"]),
    ...values("spec.externalIPs", ["192.0.2.1"], unknown, "192.0.2.1", [unknown]),
  ];
  const ranges = [
    ...[undefined, null, unknown, [], {}, "10.0.0.0/8", [unknown], [""], ["10.0.0.0"], ["10.0.0.0/33"], ["10.0.0/8"]],
    ...[["0.0.0.0/0"], ["::/0"], ["10.0.0.0/8", "0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"], ["10.0.0.0/0"]],
    ...[["0.0.0.0/00"], ["2001:db8::/8"], ["2001:db8::/129"], ["office"], [8]],
  ];
  const others = ["kafka-bootstrap", "kafka-headless"].flatMap((name) => [
    ...values("spec.type", "NodePort", unknown).map((one) => ({
      ...one,
      ...inside(name),
      title: `of ${name}, ${one.title}`,
    })),
    ...values("spec.externalIPs", ["192.0.2.1"]).map((one) => ({
      ...one,
      ...inside(name),
      title: `of ${name}, ${one.title}`,
    })),
    {
      ...mutant(
        `${name} is a load balancer`,
        setting("spec.type", "LoadBalancer"),
        setting("spec.loadBalancerSourceRanges", ["10.0.0.0/8"]),
      ),
      ...inside(name),
    },
  ]);
  catches(kubernetesExposedServices, {
    resource,
    mutants: [
      ...ports,
      ...ranges.map(balanced),
      ...others,
      ...hidden(...ports.slice(0, 10)),
      elsewhere("NodePort", [{ port: 9092 }]),
      elsewhere("NodePort", [{ port: 443, targetPort: 8443 }]),
      elsewhere("NodePort", [{ port: 80 }, { port: 9094 }]),
      elsewhere("NodePort", [{ port: 9094, targetPort: 9092 }]),
      elsewhere("NodePort", [{ port: 9094, targetPort: unknown }]),
      elsewhere("LoadBalancer", [{ port: 9094 }]),
      elsewhere("LoadBalancer", [{ port: 9094 }], { loadBalancerSourceRanges: ["0.0.0.0/0"] }),
      elsewhere("ClusterIP", [{ port: 80 }], { externalIPs: ["192.0.2.1"] }),
      elsewhere(undefined, [{ port: 80 }], { externalIPs: ["192.0.2.1"] }),
      elsewhere("NodePort", undefined),
      beside("another does not say where it is", service, { spec: { type: "NodePort", ports: [{ port: 443 }] } }),
      beside("another is a custom resource", "kubernetes:v1:Service", {
        spec: { type: "NodePort", ports: [{ port: 80 }] },
      }),
      ...values("spec", unknown),
      ...values(
        "spec.template.spec.containers.0.ports.3.containerPort",
        undefined,
        unknown,
        9091,
        9092,
        9093,
        "9094",
      ).map((one) => ({ ...one, resource: brokers })),
      ...values("spec.template.spec.containers.0.ports.1.name", "tcp-external").map((one) => ({
        ...one,
        resource: brokers,
      })),
    ],
  });
  describe("with other ports", () => {
    const config = { "kubernetes-exposed-services": { ports: [443] } };
    takes(kubernetesExposedServices, {
      ...{ resource, config },
      mutants: [
        elsewhere("NodePort", [{ port: 443 }]),
        elsewhere("NodePort", [{ port: 443, targetPort: "https" }]),
        elsewhere("LoadBalancer", [{ port: 443 }], { loadBalancerSourceRanges: ["192.0.2.0/24", "2001:db8::/32"] }),
        ...values("metadata.labels", { app: "kafka" }),
      ],
    });
    const refused = [
      80,
      8080,
      9091,
      9092,
      9093,
      9094,
      9095,
      2181,
      2182,
      8083,
      22,
      444,
      44,
      "443",
      443.5,
      -443,
      0,
      null,
    ];
    catches(kubernetesExposedServices, {
      ...{ resource, config },
      mutants: [
        ...refused.map((one) => elsewhere("NodePort", [{ port: one }])),
        ...values("spec.ports.0.port", 443),
        ...values("spec.ports.0.targetPort", 443),
      ],
    });
  });
  takes(kubernetesExposedServices, {
    resource,
    mutants: [
      ...values("spec.type", "ClusterIP", undefined, null, "ExternalName"),
      ...values("spec.ports.0.targetPort", undefined, 9094),
      ...values("spec.ports.0.nodePort", undefined, 31_000),
      ...values("spec.externalIPs", undefined, null, []),
      ...[["10.0.0.0/8"], ["192.0.2.1/32", "198.51.100.0/24"], ["2001:db8::/32"]].map(balanced),
      elsewhere("ClusterIP", [{ port: 80 }]),
      elsewhere(undefined, [{ port: 80 }]),
      elsewhere("NodePort", [{ port: 9094, targetPort: "secure" }]),
      beside("another kind is like it", "kubernetes:serving.knative.dev/v1:Service", { spec: { type: "NodePort" } }),
    ],
  });
});
