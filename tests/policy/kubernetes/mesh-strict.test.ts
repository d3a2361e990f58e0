import { kubernetesMeshStrict } from "../../../policy/policies/kubernetes/mesh-strict";
import { unknown } from "../../components/mocks";
import { catches, takes } from "../mutations";
import { beside, brokers } from "./mutants";

const peers = "kubernetes:security.istio.io/v1:PeerAuthentication";
const rules = "kubernetes:networking.istio.io/v1:DestinationRule";
const metadata = { name: "another", namespace: "kafka" };

const authentication = (spec: unknown, type = peers) =>
  beside(`${type} is ${JSON.stringify(spec)}`, type, { metadata, spec });
const mode = (value: unknown) => authentication({ mtls: { mode: value } });
const except = (portLevelMtls: unknown) => authentication({ mtls: { mode: "STRICT" }, portLevelMtls });

const disabled = { tls: { mode: "DISABLE" } };
const destination = (host: unknown, trafficPolicy: unknown, more: object = {}, namespace = "kafka", type = rules) =>
  beside(`${JSON.stringify({ host, trafficPolicy, ...more, namespace })} is a ${type}`, type, {
    metadata: { namespace },
    spec: { host, trafficPolicy, ...more },
  });
const host = "kafka.kafka.svc.cluster.local";

describe("kubernetes-mesh-strict", () => {
  catches(kubernetesMeshStrict, {
    resource: brokers,
    mutants: [
      ...[undefined, null, unknown, {}, { mtls: {} }, { mtls: null }, { mtls: unknown }].map((spec) =>
        authentication(spec),
      ),
      ...[null, unknown, "", "UNSET", "DISABLE", "PERMISSIVE", "strict", "Strict", true, "MUTUAL"].map(mode),
      ...["DISABLE", "PERMISSIVE", "UNSET", unknown].map((value) => except({ 9092: { mode: value } })),
      ...[
        { 9092: {} },
        { 9092: null },
        { 9092: unknown },
        unknown,
        "9092",
        { 9091: { mode: "STRICT" }, 9404: { mode: "DISABLE" } },
      ].map(except),
      authentication({ mtls: { mode: "PERMISSIVE" } }, "kubernetes:security.istio.io/v1beta1:PeerAuthentication"),
      beside("it is in a list", `${peers}List`, { items: [{ metadata, spec: { mtls: { mode: "PERMISSIVE" } } }] }),
    ],
  });
  describe("of destinations", () => {
    catches(kubernetesMeshStrict, {
      resource: brokers,
      mutants: [
        ...[host, "kafka", "kafka.kafka", "kafka.kafka.svc", "*.kafka.svc.cluster.local", "*.local", "*"].map((one) =>
          destination(one, disabled),
        ),
        ...["kafka-0.kafka-headless.kafka.svc.cluster.local", "*.kafka-headless.kafka.svc.cluster.local"].map((one) =>
          destination(one, disabled, {}, "orders"),
        ),
        ...["*.svc.cluster.local", "*.cluster.local", undefined, null, unknown].map((one) =>
          destination(one, disabled, {}, "orders"),
        ),
        ...[{ tls: { mode: unknown } }, { tls: unknown }, unknown].map((policy) => destination(host, policy)),
        destination(host, { portLevelSettings: [{ port: { number: 9092 }, ...disabled }] }),
        destination(host, {
          tls: { mode: "ISTIO_MUTUAL" },
          portLevelSettings: [{ port: { number: 9092 }, ...disabled }],
        }),
        destination(host, { portLevelSettings: unknown }),
        destination(host, { portLevelSettings: [unknown] }),
        destination(host, undefined, { subsets: unknown }),
        destination(host, undefined, { subsets: [{ name: "one", trafficPolicy: disabled }] }),
        destination(host, undefined, {
          subsets: [{ name: "one" }, { name: "two", trafficPolicy: { portLevelSettings: [disabled] } }],
        }),
        destination(host, disabled, {}, "istio-system", "kubernetes:networking.istio.io/v1alpha3:DestinationRule"),
        beside("it is in a list", `${rules}List`, { items: [{ metadata, spec: { host, trafficPolicy: disabled } }] }),
      ],
    });
  });
  takes(kubernetesMeshStrict, {
    resource: brokers,
    config: { "kubernetes-mesh-strict": { plainPorts: [9404] } },
    mutants: [
      mode("STRICT"),
      ...[{ 9404: { mode: "DISABLE" } }, { 9404: { mode: "PERMISSIVE" } }, { 9092: { mode: "STRICT" } }, {}, null].map(
        except,
      ),
      destination(host, { tls: { mode: "ISTIO_MUTUAL" } }),
      destination(host, { connectionPool: { tcp: { maxConnections: 100 } } }),
      destination("orders", disabled, {}, "orders"),
      destination("orders.orders.svc.cluster.local", disabled, {}, "orders"),
      destination("*.orders.svc.cluster.local", disabled),
      destination("files.example.org", disabled),
      beside("another kind disables it", "kubernetes:example.org/v1:PeerAuthentication", { spec: {} }),
    ],
  });
});
