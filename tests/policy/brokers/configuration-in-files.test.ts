import { brokerConfigurationInFiles } from "../../../policy/policies/brokers/configuration-in-files";
import { unknown } from "../../components/mocks";
import { application, applicationPod } from "../kubernetes/mutants";
import { all, type Change, catches, type Mutant, resourceOf, setting, takes, unchanged, values } from "../mutations";
import { brokerFiles, brokers } from "./files";

const container = "spec.template.spec.containers.0";
const first = (name: unknown): Change => setting(`${container}.env.0.name`, name);

const metadata = { namespace: "orders", name: "other" };
const podOf = (inner: object) => ({
  ...applicationPod,
  containers: applicationPod.containers.map((container) => ({
    ...{ ...container, name: "client", image: "apache/kafka:4.2.0" },
    ...inner,
  })),
});
const templated = (inner: object) => application(podOf(inner), metadata);
const added = (title: string, type: string, inputs: object, also: readonly string[] = notMember): Mutant => ({
  ...{ title, change: unchanged, adds: [resourceOf(`kubernetes:${type}`, "other", inputs)], also },
  reports: [`kubernetes:${type}`, "other"],
});
// A node that is none of the platform's lacks all else that members have, and is told of by the rules about that.
const notMember = ["kubernetes-members-are-stateful", "kubernetes-network-policies"];

describe("broker-configuration-in-files", () => {
  const names = [
    ...["KAFKA_MIN_INSYNC_REPLICAS", "KAFKA_DEFAULT_REPLICATION_FACTOR", "KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE"],
    ...[
      "KAFKA_CFG_MIN_INSYNC_REPLICAS",
      "KAFKA_SUPER_USERS",
      "KAFKA_LISTENERS",
      "KAFKA_LOG_DIRS",
      "KAFKA_",
      "KAFKA_FOO",
    ],
    ...["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "KAFKA_AUTHORIZER_CLASS_NAME", "KAFKA_ZOOKEEPER_CONNECT"],
    ...["KAFKA_HEAP_OPTS_EXTRA"],
  ];
  const start = "/opt/kafka/bin/kafka-server-start.sh";
  const properties = "/opt/kafka/config/server.properties";
  const override = "--override";
  const arguments_ = [
    ...[
      [override, "min.insync.replicas=1"],
      [`${override}=min.insync.replicas=1`],
      [`${start} ${properties} ${override} a=b`],
    ],
    ...[
      ["min.insync.replicas=1"],
      ["-c", "echo min.insync.replicas=1 >>server.properties"],
      unknown,
      [unknown],
      "--override",
    ],
    ...[["-c", "sed -i s/min.insync.replicas=2/min.insync.replicas=1/ server.properties"], [1]],
    ...[
      ["-c", `${start} ${properties} ${override} "log.dirs = /tmp"`],
      ["-c", "printf 'node.id=7\\nlog.dirs=/tmp' >x"],
    ],
  ];
  const asides = [
    { command: ["sh", "-c", "kafka-configs.sh --alter --add-config min.insync.replicas=1"] },
    { command: ["sh", "-c", "echo log.dirs=/tmp >>/tmp/server.properties"] },
    { command: ["sh", "-c", "cat /x >>/tmp/server.properties"] },
    { command: unknown },
    { command: ["sh", unknown] },
  ];
  const server = { command: [start, properties], args: [override, "unclean.leader.election.enable=true"] };
  const variable = { env: [{ name: "KAFKA_NODE_ID", value: "7" }] };
  catches(brokerConfigurationInFiles, {
    resource: brokers,
    mutants: [
      ...names.map((name) => ({ title: `it has a variable ${String(name)}`, change: first(name) })),
      {
        title: "its image is not called Kafka, and it has a variable",
        change: all(setting(`${container}.image`, "example/broker:4.2.0"), first("KAFKA_MIN_INSYNC_REPLICAS")),
      },
      ...asides.flatMap((exec) => [
        ...["startupProbe", "readinessProbe", "livenessProbe"].flatMap((probe) =>
          values(`${container}.${probe}`, { exec }),
        ),
        ...values(`${container}.lifecycle`, { postStart: { exec } }, { preStop: { exec } }),
      ]),
      ...values(
        `${container}.envFrom`,
        unknown,
        [{ configMapRef: { name: "settings" } }],
        [{ secretRef: { name: "x" } }],
      ),
      ...values(`${container}.args`, ...arguments_),
      ...values(`${container}.command`, unknown, [start, properties, override, "min.insync.replicas=1"], start),
      ...values("spec.template.spec.initContainers.1.env", [{ name: "KAFKA_NODE_ID", value: "7" }]),
      added("a Deployment runs a node by arguments", "apps/v1:Deployment", templated(server)),
      added("a Deployment runs a node by variables", "apps/v1:Deployment", templated(variable)),
      added("a Pod runs a node", "core/v1:Pod", { metadata, spec: podOf(variable) }),
      added("a Job runs a node", "batch/v1:Job", templated(server)),
      added("a DaemonSet runs a node", "apps/v1:DaemonSet", templated(variable)),
      added("a CronJob runs a node", "batch/v1:CronJob", {
        ...{ metadata, spec: { jobTemplate: { spec: { template: { spec: podOf(variable) } } } } },
      }),
      added("a list has a Deployment that runs a node", "apps/v1:DeploymentList", { items: [templated(variable)] }),
      added(
        "a node is called otherwise",
        "apps/v1:StatefulSet",
        templated({ envFrom: [{ configMapRef: { name: "x" } }] }),
      ),
      ...[variable.env, [{ name: "KAFKA_NODE_ID" }, { name: unknown }]].map((env) =>
        added(
          `a set of some other kind has ${JSON.stringify(env)}`,
          "argoproj.io/v1alpha1:Rollout",
          templated({ env }),
        ),
      ),
    ],
  });
  const scripts = [
    ...["KAFKA_HEAP_OPTS", "KAFKA_OPTS", "KAFKA_JMX_PORT", "KAFKA_LOG4J_OPTS", "KAFKA_GC_LOG_OPTS", "kafka_node_id"],
    ...["MY_KAFKA_NODE_ID", "CLUSTER_ID"],
  ];
  const client = {
    env: [{ name: "KAFKA_BOOTSTRAP_SERVERS", value: "kafka:9092" }],
    envFrom: [{ secretRef: { name: "x" } }],
  };
  takes(brokerConfigurationInFiles, {
    resource: brokers,
    mutants: [
      ...scripts.map((name) => ({ title: `it has a variable ${name}`, change: first(name) })),
      ...values(`${container}.args`, [], null, ["--verbose"], ["-Dkafka.log.level=INFO"]),
      ...values(`${container}.envFrom`, [], null),
      ...values(`${container}.lifecycle`, { preStop: { exec: { command: ["sleep", "5"] } } }, { preStop: {} }),
      ...values(`${container}.readinessProbe`, { exec: { command: ["kafka-topics.sh", "--list"] } }),
      added("a client has its settings in variables", "apps/v1:Deployment", templated(client)),
      added(
        "a client begins with the oldest record",
        "apps/v1:Deployment",
        templated({ args: ["--consumer-property", "auto.offset.reset=earliest"] }),
      ),
      added(
        "an application has a StatefulSet",
        "apps/v1:StatefulSet",
        templated({ name: "orders", image: "orders:1", ...client }),
      ),
      { title: "a script has an argument", resource: brokerFiles, change: setting("data[x.sh]", "--override a.b=c") },
    ],
  });
});
