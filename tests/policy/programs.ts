/** Programs that nobody may complain of: the platform as different teams have it, and stacks of applications on it. */
import * as kafka from "@pulumi/kafka";
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
import { kafkaClient } from "../../examples/orders/kafka-client";
import { type Registration, register, type World } from "../components/mocks";
import { dev, prod, settingsOf } from "../unit/config/stack-file";
import { resourceOf, setting } from "./mutations";
import { platformOf } from "./worlds";

/** What a program registers. */
type Program = (world: World) => Promise<readonly Registration[]>;

const platform = (raw: Record<string, unknown>) => () => platformOf(settingsOf(raw));

/** A platform whose volumes were small once: of that, the template of the claims still tells. */
const grownFrom = (size: string, raw: Record<string, unknown>) => async () =>
  (await platformOf(settingsOf(raw))).map((one) =>
    one.type === "kubernetes:apps/v1:StatefulSet"
      ? setting("spec.volumeClaimTemplates.0.spec.resources.requests.storage", size)(one)
      : one,
  );

const small = { cpu: "500m", memory: "2Gi" };
const controllers = { resources: small, jvm: { heap: "768Mi" }, storageSize: "3Gi" };
const digest = `sha256:${"4f53cda18c2baa0c0354bb5f9a3ecbe5".repeat(2)}`;
const balancers = (brokers: number) => ({
  type: "LoadBalancer",
  addresses: Array.from({ length: brokers }, (_, broker) => `kafka-${broker}.example.com`),
});

/** Platforms like dev's. */
export const likeDev: Readonly<Record<string, Program>> = {
  "as it is": platform(dev()),
  "with four brokers": platform(dev({ kafka: { brokers: 4 } })),
  "with five brokers": platform(dev({ kafka: { brokers: 5 } })),
  "with controllers of their own": platform(dev({ kraft: { controllers } })),
  "with five controllers of their own": platform(dev({ kraft: { controllers: { ...controllers, count: 5 } } })),
  "of the release before": platform(
    dev({ kafka: { version: "4.1.2", image: "localhost/kafka:4.1.2" }, kraft: { metadataVersion: "4.1" } }),
  ),
  "without zones": platform(dev({ zones: undefined })),
  "with a class of volumes and pods": platform(
    dev({ storage: { storageClass: "fast" }, kubernetes: { priorityClass: "infrastructure" } }),
  ),
  "in another namespace": platform(dev({ kubernetes: { namespace: "streams" } })),
  "with node ports for one network": platform(dev({ external: { sourceRanges: ["10.0.0.0/8", "fd00::/8"] } })),
  "with load balancers for one network": platform(
    dev({ external: { ...balancers(3), nodePortBase: undefined, sourceRanges: ["192.0.2.0/24"] } }),
  ),
  "while an authority is replaced": platform(dev({ certificates: { authorities: [1, 2], issuer: 2 } })),
  "with more threads and larger buffers": platform(
    dev({ kafka: { networkThreads: 8, ioThreads: 16, socketSendBuffer: "1Mi", compression: "lz4" } }),
  ),
};

/** Platforms like prod's. */
export const likeProd: Readonly<Record<string, Program>> = {
  "as it is": platform(prod()),
  "with six brokers": platform(prod({ kafka: { brokers: 6 } })),
  "with five servers of ZooKeeper": platform(prod({ zookeeper: { servers: 5 } })),
  "with images by their digests": platform(prod({ kafka: { image: `apache/kafka:3.9.2@${digest}` } })),
  "with larger volumes": platform(prod({ storage: { size: "2Ti" } })),
  "whose volumes have grown": grownFrom("20Gi", prod()),
  "with load balancers for one network": platform(
    prod({ external: { ...balancers(3), nodePortBase: undefined, sourceRanges: ["192.0.2.0/24"] } }),
  ),
  "with certificates for a month": platform(prod({ certificates: { lifetime: "30d" } })),
  "with controllers in the place of ZooKeeper": platform(
    prod({
      kafka: { coordination: "kraft", version: "4.2.0", image: `apache/kafka:4.2.0@${digest}` },
      kraft: { metadataVersion: "4.2", controllers: { ...controllers, storageSize: "20Gi" } },
      zookeeper: undefined,
    }),
  ),
};

const namespace = "shop";
const meta = (name: string, labels = { app: name }) => ({ namespace, name, labels });

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};
const podSecurity = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
const container = (name: string, more = {}) => ({
  name,
  image: "registry.example.com/shop:1.4.2",
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  securityContext: restricted,
  ...more,
});
const template = (name: string, more = {}) => ({
  metadata: { labels: { app: name } },
  spec: {
    automountServiceAccountToken: false,
    securityContext: podSecurity,
    containers: [container(name)],
    ...more,
  },
});

/** A provider as the example has it: everything is written out. */
const provider = () =>
  new kafka.Provider("owner", {
    ...{ bootstrapServers: ["10.0.0.1:31090"], kafkaVersion: "4.2.0", timeout: 60 },
    ...{ tlsEnabled: true, skipTlsVerify: false, caCert: "a", clientCert: "b", clientKey: "c" },
    ...{ clientKeyPassphrase: "", saslMechanism: "plain", saslUsername: "", saslPassword: "" },
  });

const topic = (name: string, partitions: number, config: Record<string, string>) =>
  new kafka.Topic(
    name,
    {
      ...{ name, partitions, replicationFactor: 3 },
      config: { "min.insync.replicas": "2", "unclean.leader.election.enable": "false", ...config },
    },
    { provider: provider(), protect: true, retainOnDelete: true },
  );

const deletes = { "cleanup.policy": "delete", "retention.ms": "604800000", "retention.bytes": "1073741824" };

const program =
  (body: () => void): Program =>
  (world) =>
    register(world, body);

/** Stacks of teams that use the platform. */
export const ofApplications: Readonly<Record<string, Program>> = {
  "nothing but the platform's outputs": async () => [
    resourceOf("pulumi:pulumi:StackReference", "kafka/kafka-platform/prod", {
      name: "kafka/kafka-platform/prod",
      outputs: { contractVersion: 1, clusterId: "4L6g3nShT-eMCtK--X86sw" },
    }),
  ],
  "a topic of events": program(() => void topic("orders.placed", 6, deletes)),
  "a topic of states, the last one of each key": program(
    () => void topic("orders.state", 12, { ...deletes, "cleanup.policy": "compact,delete" }),
  ),
  "a topic of nothing but the last state of each key": program(
    () => void topic("orders.last", 12, { "cleanup.policy": "compact" }),
  ),
  "a topic of which time alone deletes": program(
    () => void topic("orders.week", 12, { "cleanup.policy": "delete", "retention.ms": "604800000" }),
  ),
  "a topic of large records for an hour": program(
    () => void topic("orders.files", 3, { ...deletes, "retention.ms": "3600000", "max.message.bytes": "5242880" }),
  ),
  "the example's namespace": program(
    () =>
      void new k8s.core.v1.Namespace("orders", {
        metadata: { name: "orders", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      }),
  ),
  "the example's clients": program(() => {
    const secret = new k8s.core.v1.Secret("clients", { metadata: meta("clients") });
    for (const client of ["producer", "consumer"]) {
      kafkaClient(client, { namespace, image: "localhost/kafka:4.2.0", command: [client], secret });
    }
  }),
  "Kafka's own tools": program(() => {
    const secret = new k8s.core.v1.Secret("clients", { metadata: meta("clients") });
    const tools = {
      producer: ["kafka-producer-perf-test.sh", "--throughput", "10"],
      consumer: ["kafka-console-consumer.sh"],
    };
    for (const [name, command] of Object.entries(tools)) {
      kafkaClient(name, { namespace, image: "apache/kafka:4.2.0", command, secret });
    }
  }),
  "a service in three copies, with what belongs to it": program(() => {
    const name = "shop";
    const labels = { app: name };
    new k8s.core.v1.ServiceAccount(name, { metadata: meta(name), automountServiceAccountToken: false });
    new k8s.apps.v1.Deployment(name, {
      metadata: meta(name),
      spec: { replicas: 3, selector: { matchLabels: labels }, template: template(name, { serviceAccountName: name }) },
    });
    new k8s.core.v1.Service(name, { metadata: meta(name), spec: { selector: labels, ports: [{ port: 80 }] } });
    new k8s.policy.v1.PodDisruptionBudget(name, {
      metadata: meta(name),
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });
    new k8s.autoscaling.v2.HorizontalPodAutoscaler(name, {
      metadata: meta(name),
      spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, minReplicas: 3, maxReplicas: 9 },
    });
  }),
  "a service behind an Ingress with TLS": program(
    () =>
      void new k8s.networking.v1.Ingress("shop", {
        metadata: meta("shop"),
        spec: {
          tls: [{ hosts: ["shop.example.com"], secretName: "shop-tls" }],
          rules: [
            {
              host: "shop.example.com",
              http: {
                paths: [
                  { path: "/", pathType: "Prefix", backend: { service: { name: "shop", port: { number: 80 } } } },
                ],
              },
            },
          ],
        },
      }),
  ),
  "settings in a ConfigMap": program(
    () =>
      void new k8s.core.v1.ConfigMap("shop", {
        metadata: meta("shop"),
        data: { "application.yaml": "topic: orders.placed\ngroup: orders\n", LOG_LEVEL: "info" },
      }),
  ),
  "a job, and one of every night": program(() => {
    const spec = { template: template("import", { restartPolicy: "Never" }) };
    new k8s.batch.v1.Job("import", { metadata: meta("import"), spec });
    new k8s.batch.v1.CronJob("report", {
      metadata: meta("report"),
      spec: { schedule: "0 3 * * *", jobTemplate: { spec } },
    });
  }),
  "a container that prepares another": program(
    () =>
      void new k8s.apps.v1.Deployment("shop", {
        metadata: meta("shop"),
        spec: {
          selector: { matchLabels: { app: "shop" } },
          template: template("shop", { initContainers: [container("migrate", { command: ["migrate"] })] }),
        },
      }),
  ),
  "network policies of its own": program(
    () =>
      void new k8s.networking.v1.NetworkPolicy("shop", {
        metadata: meta("shop"),
        spec: {
          podSelector: { matchLabels: { app: "shop" } },
          policyTypes: ["Ingress"],
          ingress: [{ from: [{ podSelector: { matchLabels: { app: "front" } } }], ports: [{ port: 8080 }] }],
        },
      }),
  ),
  "rights within its namespace": program(() => {
    const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "watch"] }];
    new k8s.rbac.v1.Role("shop", { metadata: meta("shop"), rules });
    new k8s.rbac.v1.RoleBinding("shop", {
      metadata: meta("shop"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "shop" },
      subjects: [{ kind: "ServiceAccount", name: "shop", namespace }],
    });
  }),
  "a password that is made up": program(() => {
    const { result } = new random.RandomPassword("database", { length: 32 });
    new k8s.core.v1.Secret("database", { metadata: meta("database"), stringData: { password: result } });
  }),
  "a bucket and a database of a cloud": async () =>
    ["aws:s3/bucket:Bucket", "aws:rds/instance:Instance", "gcp:storage/bucket:Bucket"].map((type) =>
      resourceOf(type, "shop", { tags: { team: "shop" } }),
    ),
  "nothing of Kafka or Kubernetes": program(() => void new random.RandomId("id", { byteLength: 8 })),
};
