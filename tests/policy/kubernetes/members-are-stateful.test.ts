import { kubernetesMembersAreStateful } from "../../../policy/policies/kubernetes/members-are-stateful";
import { unknown } from "../../components/mocks";
import { catches, type Mutant, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const strategies = [
  ...values("spec.podManagementPolicy", undefined, null, unknown, "", "OrderedReady", "parallel", "PARALLEL", true),
  ...values("spec.updateStrategy", undefined, null, unknown, {}, "RollingUpdate", { rollingUpdate: { partition: 0 } }),
  ...values("spec.updateStrategy.type", undefined, null, unknown, "OnDelete", "Recreate", "rollingUpdate").slice(1),
  ...values(
    "spec.updateStrategy",
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } },
    { type: "RollingUpdate", rollingUpdate: { partition: 1 } },
    { type: "RollingUpdate", rollingUpdate: { partition: "0" } },
    { type: "RollingUpdate", rollingUpdate: { partition: unknown } },
    { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%" } },
    { type: "RollingUpdate", rollingUpdate: unknown },
  ),
];

const labelled = (app: string) => ({
  metadata: { name: "another", namespace: "kafka" },
  spec: {
    replicas: 3,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: applicationPod },
  },
});
const pod = (app: string) => ({
  metadata: { name: "another", namespace: "kafka", labels: { app } },
  spec: applicationPod,
});
const [container] = applicationPod.containers;
/** An application's Deployment that is none. */
const running = (title: string, inner: object, pod: object = {}): Mutant =>
  beside(
    title,
    deployment,
    application({
      ...applicationPod,
      ...pod,
      containers: [{ ...container, image: "registry:5000/orders:4.2.0", ...inner }],
    }),
  );
// What else it lacks.
const others = ["kubernetes-network-policies"];
const kinds = ["apps/v1:Deployment", "apps/v1:DaemonSet", "apps/v1:ReplicaSet", "core/v1:ReplicationController"];

describe("kubernetes-members-are-stateful", () => {
  catches(kubernetesMembersAreStateful, {
    resource: brokers,
    mutants: [...strategies, ...hidden(...strategies.slice(0, 5))],
  });
  describe("of ZooKeeper", () => {
    catches(kubernetesMembersAreStateful, {
      ...{ platform: "prod", resource: zooKeeper, mutants: strategies },
    });
  });
  describe("of controllers", () => {
    catches(kubernetesMembersAreStateful, {
      ...{ platform: "dedicated", resource: controllers, mutants: strategies },
    });
  });
  describe("of other kinds", () => {
    const mutants = [
      ...["kafka", "kafka-controller", "zookeeper"].flatMap((app) => [
        ...kinds.map((kind) => beside(`a ${kind} has ${app}`, `kubernetes:${kind}`, labelled(app))),
        beside(`a bare Pod has ${app}`, "kubernetes:core/v1:Pod", pod(app)),
        beside(`a Job has ${app}`, "kubernetes:batch/v1:Job", labelled(app)),
        beside(`a CronJob has ${app}`, "kubernetes:batch/v1:CronJob", {
          metadata: { name: "another", namespace: "kafka" },
          spec: { schedule: "@daily", jobTemplate: { spec: { template: pod(app) } } },
        }),
        beside(`a PodTemplate has ${app}`, "kubernetes:core/v1:PodTemplate", {
          metadata: { namespace: "kafka" },
          template: pod(app),
        }),
        beside(`a list of Pods has ${app}`, "kubernetes:core/v1:PodList", { items: [pod(app)] }),
        beside(`a Deployment of long ago has ${app}`, "kubernetes:extensions/v1beta1:Deployment", labelled(app)),
        beside(`a custom resource of a Pod has ${app}`, "kubernetes:v1:Pod", pod(app)),
      ]),
      ...[undefined, null, unknown, "orders"].map((namespace) =>
        beside(`a Pod has the label in ${String(namespace)}`, "kubernetes:core/v1:Pod", {
          ...pod("kafka"),
          metadata: { namespace, labels: { app: "kafka" } },
        }),
      ),
      beside("a Deployment has the name", deployment, application(undefined, { name: "kafka", namespace: "kafka" })),
    ].map((one) => ({ ...one, also: ["kubernetes-network-policies"] }));
    catches(kubernetesMembersAreStateful, { resource: brokers, mutants });
  });
  describe("by what their containers run", () => {
    const mounted = { volumeMounts: [{ name: "files", mountPath: "/etc/kafka" }] };
    const files = (source: object) => ({ volumes: [{ name: "files", ...source }] });
    const item = { key: "server.properties", path: "server.properties" };
    const mutants = [
      ...["apache/kafka:4.2.0", "localhost/kafka:4.2.0", "registry:5000/apache/kafka:4.2.0"].map((image) =>
        running(`${image} with nothing else to run`, { image, command: undefined }),
      ),
      {
        ...running("nobody knows what it runs", { image: "apache/kafka:4.2.0", command: unknown }),
        also: [...others, "broker-configuration-in-files"],
      },
      running("it runs nothing", { image: "apache/kafka:4.2.0", command: [], args: [] }),
      ...[
        ["/opt/kafka/bin/kafka-server-start.sh", "/etc/one.properties"],
        ["sh", "-c", "exec bin/kafka-server-start.sh x"],
        ["java", "-cp", "libs/*", "kafka.Kafka", "x"],
        ["/start.sh", "/etc/kafka/server.properties"],
        ["/etc/kafka/docker/run"],
      ].flatMap((command) => [
        running(`its command is ${command.join(" ")}`, { command }),
        running(`its arguments are ${command.join(" ")}`, { args: command }),
      ]),
      ...["KAFKA_NODE_ID", "KAFKA_CFG_PROCESS_ROLES", "KAFKA_BROKER_ID", "KAFKA_ZOOKEEPER_CONNECT"].map((name) => ({
        ...running(`it has ${name}`, { env: [{ name, value: "1" }] }),
        also: [...others, "broker-configuration-in-files"],
      })),
      running("it mounts the file", { volumeMounts: [{ name: "x", mountPath: "/etc/server.properties" }] }),
      running("it mounts a part that is the file", {
        volumeMounts: [{ mountPath: "/x", subPath: "server.properties" }],
      }),
      running("it mounts an item", mounted, files({ configMap: { name: "x", items: [item] } })),
      running("it mounts an item as the file", mounted, files({ secret: { items: [{ ...item, key: "x" }] } })),
      running("a projected item", mounted, files({ projected: { sources: [{ configMap: { items: [item] } }] } })),
      ...["argoproj.io/v1alpha1:Rollout", "apps.kruise.io/v1beta1:StatefulSet", "example.org/v1:Anything"].map(
        (type) => ({ ...beside(`a ${type} has the label`, `kubernetes:${type}`, labelled("kafka")) }),
      ),
    ].map((one) => ({ also: others, ...one }));
    catches(kubernetesMembersAreStateful, { resource: brokers, mutants });
  });
  takes(kubernetesMembersAreStateful, {
    resource: brokers,
    mutants: [
      ...values(
        "spec.updateStrategy",
        { type: "RollingUpdate", rollingUpdate: { partition: 0 } },
        { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 1 } },
      ),
      ...values("spec.minReadySeconds", 30),
      running("a client has Kafka's image", { image: "apache/kafka:4.2.0", command: ["kafka-console-consumer.sh"] }),
      running("a client has Kafka's image and arguments", {
        ...{ image: "apache/kafka:4.2.0", command: undefined },
        args: ["/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "kafka:9092", "--list"],
      }),
      running("a client reads its settings from a file", {
        volumeMounts: [{ name: "x", mountPath: "/etc/client.properties", subPath: "client.properties" }],
      }),
      running("a client is called kafka", { name: "kafka" }),
      running("it knows brokers by a variable", { env: [{ name: "KAFKA_BOOTSTRAP_SERVERS", value: "kafka:9092" }] }),
      beside("a registry is a Deployment", deployment, labelled("schema-registry")),
      beside("an exporter is a Deployment", deployment, labelled("exporter")),
      beside("an application has a Deployment", deployment, application()),
      beside(
        "an application is called kafka",
        deployment,
        application(undefined, { name: "kafka", namespace: "orders" }),
      ),
      beside("an application's label is like it", deployment, labelled("kafka-exporter")),
      beside("an application's Pods start in order", "kubernetes:apps/v1:StatefulSet", application()),
    ],
  });
});
