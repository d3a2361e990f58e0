import { brokerVersionFloor } from "../../../policy/policies/brokers/version-floor";
import { unknown } from "../../components/mocks";
import { catches, type Mutant, resourceOf, setting, takes, unchanged, values } from "../mutations";
import { brokers } from "./files";

const image = "spec.template.spec.containers.0.image";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const pod = (type: string, named: string, wrap: (spec: object) => object) =>
  resourceOf(`kubernetes:${type}`, "client", {
    metadata: { namespace: "orders", name: "client" },
    ...wrap({ containers: [{ name: "client", image: named }] }),
  });
const templated = (spec: object) => ({ spec: { template: { spec } } });
const added = (title: string, one: ReturnType<typeof pod>): Mutant => ({
  ...{ title, change: unchanged, adds: [one], reports: [one.type, one.name] },
});
const old = "apache/kafka:4.1.1";
const scheduled = (spec: object) => ({ spec: { jobTemplate: { spec: { template: { spec } } } } });

describe("broker-version-floor", () => {
  const versions = [
    ...["2.8.2", "3.0.0", "3.4.1", "3.6.2", "3.7.1", "3.8.1", "3.9.0", "3.9.1", "4.0.0", "4.0.1", "4.1.0", "4.1.1"],
    ...["latest", "4", "4.2", "4.2.x", "", "4.2.0-rc1", "4.2.0-SNAPSHOT", "v4.2.0", "stable", "2.13-3.9.1", "3.10"],
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
      ...values(image, ...names, ...names.map((name) => `${name}:3.9.1`)),
      ...values(image, `apache/kafka@${digest}`, `apache/kafka:3.9.1@${digest}`, unknown, undefined, null, 4),
      ...values("spec.template.spec.initContainers.1.image", old, "apache/kafka"),
      added("a client's Deployment is older", pod("apps/v1:Deployment", old, templated)),
      added("a client's Job is older", pod("batch/v1:Job", old, templated)),
      added("a client's CronJob is older", pod("batch/v1:CronJob", old, scheduled)),
      added(
        "a client's Pod is older",
        pod("core/v1:Pod", old, (spec) => ({ spec })),
      ),
      added("a client's DaemonSet is older", pod("apps/v1:DaemonSet", old, templated)),
      added(
        "a client's template is older",
        pod("core/v1:PodTemplate", old, (spec) => ({ template: { spec } })),
      ),
      added(
        "a client in a list is older",
        pod("core/v1:PodList", old, (spec) => ({ items: [{ spec }] })),
      ),
      added("a client of some other kind is older", pod("argoproj.io/v1alpha1:Rollout", old, templated)),
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
      added("a client is new", pod("apps/v1:Deployment", "apache/kafka:4.2.0", templated)),
      added("an application is its own", pod("apps/v1:Deployment", "kafka/orders:1", templated)),
      added(
        "what watches Kafka has another version",
        pod("apps/v1:Deployment", "danielqsj/kafka-exporter:1.8.0", templated),
      ),
      { title: "the zone's image is another", change: setting("spec.template.spec.initContainers.0.image", "tools:2") },
    ],
  });
});
