import { brokerListenersEncrypted } from "../../../policy/policies/brokers/listeners-encrypted";
import { type Registration, unknown } from "../../components/mocks";
import { all, catches, type Mutant, resourceOf, setting, takes } from "../mutations";
import { brokerFiles, brokers, controllerFiles, disguises, line, lines } from "./files";

const key = "listener.security.protocol.map";
const mapped = (protocol: string) => `REPLICATION:SSL,CLIENT:${protocol},CONTROLLER:SSL,EXTERNAL:SSL`;

const authentication = (spec: unknown, namespace: unknown = "kafka", name = "strict") =>
  resourceOf("kubernetes:security.istio.io/v1:PeerAuthentication", name, {
    ...{ apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", metadata: { name, namespace }, spec },
  });
const strict = { mtls: { mode: "STRICT" } };

/** A platform without encryption of its own, beside these rules of a mesh. */
const meshed = (title: string, ...adds: readonly ReturnType<typeof authentication>[]): Mutant => ({
  title,
  change: line(key, mapped("SASL_PLAINTEXT")),
  adds,
  follows: labelled({ [inject]: "true" }),
  // That a mesh is to be strict, it says whatever the listeners speak.
  also: ["kubernetes-mesh-strict"],
});

const inject = "sidecar.istio.io/inject";
const traffic = "traffic.sidecar.istio.io";
/** Says more of the brokers' pods. */
const labelled =
  (labels: object, annotations: unknown = {}) =>
  (one: Registration): Registration => {
    if (one.type !== brokers[0]) {
      return one;
    }
    const metadata = { labels: { ...one.inputs.spec.template.metadata.labels, ...labels }, annotations };
    return setting("spec.template.metadata", metadata)(one);
  };
const space = (labels: object, name: unknown = "kafka") =>
  resourceOf("kubernetes:core/v1:Namespace", "kafka", {
    metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "restricted", ...labels } },
  });
/** A strict mesh, which has no part in the brokers but as it is said here. */
const beside = (title: string, labels: object, annotations?: unknown, ...spaces: readonly Registration[]): Mutant => ({
  ...meshed(title, authentication(strict), ...spaces),
  follows: labelled(labels, annotations),
});
const excluding = (ports: unknown) => ({ [`${traffic}/excludeInboundPorts`]: ports });
const including = (ports: unknown) => ({ [`${traffic}/includeInboundPorts`]: ports });
const outside = [
  beside("the mesh is in no pod", {}),
  beside("the pods want no mesh", { [inject]: "false" }, {}, space({ "istio-injection": "enabled" })),
  beside("nobody knows whether the pods want it", { [inject]: unknown }, {}, space({ "istio-injection": "enabled" })),
  beside("an annotation refuses the mesh", {}, { [inject]: "false" }, space({ "istio.io/rev": "1-27" })),
  beside("an annotation refuses what a label wants", { [inject]: "true" }, { [inject]: "false" }),
  beside("nothing is known of annotations", {}, unknown),
  ...[{ "istio-injection": "disabled" }, { "istio-injection": unknown }, { "istio.io/rev": "" }, {}].map(
    (labels, index) => beside(`the namespace wants none, ${index}`, {}, {}, space(labels)),
  ),
  beside("the namespace refuses it", {}, {}, space({ "istio-injection": "disabled", "istio.io/rev": "1-27" })),
  beside("another namespace has it", {}, {}, space({ "istio-injection": "enabled" }, "orders")),
  beside("nobody knows which namespace has it", {}, {}, space({ "istio-injection": "enabled" }, unknown)),
  ...["9092", "9404, 9092", "*", unknown, 9092].map((ports) =>
    beside(`the mesh leaves out ${JSON.stringify(ports)}`, { [inject]: "true" }, excluding(ports)),
  ),
  ...["9091", "", unknown].map((ports) =>
    beside(`the mesh takes ${String(ports)} alone`, { [inject]: "true" }, including(ports)),
  ),
];

describe("broker-listeners-encrypted", () => {
  const wrong = ["PLAINTEXT", "SASL_PLAINTEXT", "plaintext", "TLS", "SASL", "", "SASL_TLS", "HTTPS", "none"];
  catches(brokerListenersEncrypted, {
    resource: brokerFiles,
    mutants: [
      ...lines(key, ...wrong.map(mapped)),
      ...lines(
        key,
        undefined,
        "",
        "REPLICATION:SSL,CLIENT:SASL_SSL,CONTROLLER:SSL",
        mapped("SASL_SSL").replace("REP", "REL"),
      ),
      ...lines(key, "REPLICATION:PLAINTEXT,CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT"),
      ...lines(
        key,
        mapped("SASL_SSL").replace("CONTROLLER:SSL", "CONTROLLER:PLAINTEXT"),
        `${mapped("SASL_SSL")},CLIENT:PLAINTEXT`,
      ),
      ...lines(
        "listeners",
        undefined,
        "PLAINTEXT://:9092",
        "REPLICATION://:9091,CLIENT://:9092,CONTROLLER://:9093,PUBLIC://:9095",
      ),
      ...disguises(key, mapped("PLAINTEXT")),
      ...outside,
      meshed("the mesh is that of another namespace", authentication(strict, "default")),
      meshed("the mesh takes both", authentication({ mtls: { mode: "PERMISSIVE" } })),
      meshed("the mesh is turned off", authentication({ mtls: { mode: "DISABLE" } })),
      meshed("the mesh's mode is not said", authentication({ mtls: {} })),
      meshed("the mesh's mode is not known", authentication({ mtls: { mode: unknown } })),
      meshed("nothing of the mesh is known", authentication(unknown)),
      meshed("the mesh's mode is in small letters", authentication({ mtls: { mode: "strict" } })),
      meshed("the mesh's namespace is not known", authentication(strict, unknown)),
      meshed("the mesh has no namespace", authentication(strict, null)),
      meshed("the mesh is for some pods", authentication({ ...strict, selector: { matchLabels: { app: "orders" } } })),
      ...lines("listeners", ""),
      meshed(
        "the labels of the mesh's pods are not known",
        authentication({ ...strict, selector: { matchLabels: unknown } }),
      ),
      {
        title: "neither the mesh nor the brokers have a namespace",
        change: all(line(key, mapped("SASL_PLAINTEXT")), setting("metadata.namespace", null)),
        follows: labelled({ [inject]: "true" }),
        adds: [authentication(strict, null)],
        also: ["broker-configuration-known"],
      },
      meshed("the mesh's pods are not known", authentication({ ...strict, selector: unknown })),
      meshed("the mesh leaves out a port", authentication({ ...strict, portLevelMtls: { 9092: { mode: "DISABLE" } } })),
      meshed(
        "the mesh leaves out the brokers",
        authentication(strict),
        authentication({ mtls: { mode: "PERMISSIVE" }, selector: { matchLabels: { app: "kafka" } } }, "kafka", "kafka"),
      ),
    ],
  });
  takes(brokerListenersEncrypted, {
    resource: brokerFiles,
    mutants: [
      ...lines(
        key,
        mapped("SSL"),
        mapped("sasl_ssl"),
        `${mapped("SASL_SSL")},UNUSED:PLAINTEXT`,
        mapped("SASL_SSL").toLowerCase(),
      ),
      ...lines("listeners", "replication://:9091, client://:9092, CONTROLLER://[::]:9093"),
      meshed("the mesh encrypts", authentication(strict)),
      beside("the namespace has the mesh", {}, {}, space({ "istio-injection": "enabled" })),
      beside("the namespace has a version of the mesh", {}, {}, space({ "istio.io/rev": "1-27" })),
      beside("an annotation wants the mesh", {}, { [inject]: "true" }),
      beside("the mesh leaves out metrics", { [inject]: "true" }, excluding("9404")),
      beside("the mesh takes that port", { [inject]: "true" }, including("9092,9091")),
      beside("the mesh takes every port", { [inject]: "true" }, including("*")),
      meshed("the mesh encrypts all pods", authentication({ ...strict, selector: {} })),
      meshed(
        "the mesh encrypts, each port too",
        authentication({ ...strict, portLevelMtls: { 9092: { mode: "STRICT" } } }),
      ),
      meshed("another namespace's mesh is open", authentication(strict), authentication({}, "default", "open")),
    ],
  });
});

describe("broker-listeners-encrypted, between brokers and controllers", () => {
  const wrong = [
    "PLAINTEXT",
    "SASL_PLAINTEXT",
    "plaintext",
    "TLS",
    "SASL",
    "",
    "SASL_TLS",
    "HTTPS",
    "none",
    "TCP",
    "null",
  ];
  catches(brokerListenersEncrypted, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [
      ...lines(key, undefined, "", "SSL", "OTHER:SSL", ...wrong.map((protocol) => `CONTROLLER:${protocol}`)),
      ...wrong.map((protocol) => ({
        title: `brokers call controllers by ${protocol}`,
        resource: brokerFiles,
        change: line(key, `REPLICATION:SSL,CLIENT:SASL_SSL,EXTERNAL:SSL,CONTROLLER:${protocol}`),
      })),
    ],
  });
});

describe("broker-listeners-encrypted, to ZooKeeper", () => {
  const tls = "zookeeper.ssl.client.enable";
  const wrong = [
    "false",
    "",
    "yes",
    "1",
    "no",
    "on",
    "ja",
    "tru",
    "true;",
    "t",
    "enabled",
    "True!",
    "0",
    "null",
    "TLS",
  ];
  catches(brokerListenersEncrypted, {
    ...{ platform: "prod", resource: brokerFiles },
    mutants: [...lines(tls, undefined, ...wrong), ...disguises(tls, "false")],
  });
  takes(brokerListenersEncrypted, {
    ...{ platform: "prod", resource: brokerFiles },
    mutants: [
      ...lines(tls, "TRUE", "true"),
      { title: "ZooKeeper is not asked", change: all(line(tls, undefined), line("zookeeper.connect", undefined)) },
    ],
  });
});
