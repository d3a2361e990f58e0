import { brokerVersionFloor } from "../../../policy/policies/brokers/version-floor";
import { unknown } from "../../components/mocks";
import { application, applicationPod } from "../kubernetes/mutants";
import { catches, type Mutant, resourceOf, setting, takes, unchanged, values } from "../mutations";
import { brokers } from "./files";

const image = "spec.template.spec.containers.0.image";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const added = (title: string, type: string, inputs: object): Mutant => ({
  ...{ title, change: unchanged, adds: [resourceOf(`kubernetes:${type}`, "client", inputs)] },
  reports: [`kubernetes:${type}`, "client"],
});
const podOf = (named: string) => ({
  ...applicationPod,
  containers: applicationPod.containers.map((container) => ({ ...container, image: named })),
});
const templated = (named: string) => application(podOf(named));
const mountingFile = { image: "registry/broker:1.0.0", volumeMounts: [{ mountPath: "/etc/server.properties" }] };
const templatedWith = (inner: object) =>
  application({ ...applicationPod, containers: applicationPod.containers.map((one) => ({ ...one, ...inner })) });
const metadata = { namespace: "orders", name: "client" };
const old = "apache/kafka:4.1.1";

describe("broker-version-floor", () => {
  const versions = [
    ...["2.8.2", "3.0.0", "3.4.1", "3.6.2", "3.7.1", "3.8.1", "3.9.0", "3.9.1", "4.0.0", "4.0.1", "4.1.0", "4.1.1"],
    ...["4", "4.2", "4.2.x", "4.2.0-rc1", "4.2.0-SNAPSHOT", "v4.2.0", "stable", "2.13-3.9.1", "3.10"],
    ...["0.45.0-kafka-3.9.0", "0.45.0", "4.2.0.1", "4.2.0_1"],
  ];
  const names = [
    "kafka",
    "docker.io/apache/kafka",
    "localhost:5000/kafka",
    "registry.example.com:443/mirror/apache/kafka",
  ];
  catches(brokerVersionFloor, {
    resource: brokers,
    mutants: [
      ...values(image, ...versions.map((version) => `apache/kafka:${version}`)),
      ...values(image, ...names.map((name) => `${name}:3.9.1`)),
      ...values(image, "apache/kafka-native:3.7.0", "registry/kafka-jmx:3.5.0", "confluentinc/cp-kafka:6.0.0"),
      ...values(
        image,
        "confluentinc/cp-kafka:7.9.1",
        "confluentinc/cp-server:8.1.0",
        "confluentinc/cp-kafka:5.5.1-ccs",
      ),
      ...values(image, "registry/broker:3.9.1", "registry/broker:7", "registry/kafka-of-ours:1.2.3", "broker:stable"),
      ...values(image, `apache/kafka:latest@${digest}`, `registry/broker@${digest}`),
      {
        ...added("a Deployment has the file of a node", "apps/v1:Deployment", templatedWith(mountingFile)),
        also: ["kubernetes-members-are-stateful", "kubernetes-network-policies"],
      },
      ...values(image, `apache/kafka@${digest}`, `apache/kafka:3.9.1@${digest}`),
      ...values("spec.template.spec.initContainers.1.image", old),
      ...["apps/v1:Deployment", "batch/v1:Job", "apps/v1:DaemonSet"].map((type) =>
        added(`a client's ${type} is older`, type, templated(old)),
      ),
      added("a client's CronJob is older", "batch/v1:CronJob", {
        ...{ metadata, spec: { jobTemplate: { spec: { template: { spec: podOf(old) } } } } },
      }),
      added("a client's Pod is older", "core/v1:Pod", { metadata, spec: podOf(old) }),
      added("a client's template is older", "core/v1:PodTemplate", { metadata, template: { spec: podOf(old) } }),
      added("a client in a list is older", "core/v1:PodList", { items: [{ metadata, spec: podOf(old) }] }),
      ...[old, "apache/kafka", "apache/kafka:latest"].map((image) =>
        added(`a client of some other kind has ${image}`, "argoproj.io/v1alpha1:Rollout", templated(image)),
      ),
    ],
  });
  const right = [
    ...[
      "3.9.2",
      "3.9.3",
      "3.9.10",
      "4.0.2",
      "4.0.3",
      "4.1.2",
      "4.2.0",
      "4.2.1",
      "4.3.0",
      "4.10.0",
      "5.0.0",
      "2.13-3.9.2",
    ],
    ...["4.2.0-jvm", "4.2.0-debian-12-r1", "0.50.0-kafka-4.2.0", `4.2.0@${digest}`],
  ];
  takes(brokerVersionFloor, {
    resource: brokers,
    mutants: [
      ...values(image, ...right.map((version) => `apache/kafka:${version}`)),
      ...values(image, ...names.map((name) => `${name}:4.2.0`)),
      ...values(image, "apache/kafka-native:4.2.0", "confluentinc/cp-kafka:8.2.0", "confluentinc/cp-server:8.2.1"),
      ...values(image, "registry/broker:4.2.0", "registry/kafka-of-ours:4.2.0-3"),
      added("a client is new", "apps/v1:Deployment", templated("apache/kafka:4.2.0")),
      added("an application is its own", "apps/v1:Deployment", templated("kafka/orders:1")),
      added(
        "what watches Kafka has another version",
        "apps/v1:Deployment",
        templated("danielqsj/kafka-exporter:1.8.0"),
      ),
      // What another rule reports.
      ...values(image, ...names, "apache/kafka:latest", "apache/kafka:", unknown, undefined, null, 4),
      { title: "the zone's image is another", change: setting("spec.template.spec.initContainers.0.image", "tools:2") },
    ],
  });
});
