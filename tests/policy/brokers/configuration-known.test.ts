import { brokerConfigurationKnown } from "../../../policy/policies/brokers/configuration-known";
import { unknown } from "../../components/mocks";
import { application, applicationPod } from "../kubernetes/mutants";
import { all, type Change, catches, removed, resourceOf, setting, takes, unchanged, values } from "../mutations";
import { brokerFiles, brokers, controllerFiles } from "./files";

const configMap = (inputs: object, name = "more") =>
  resourceOf("kubernetes:core/v1:ConfigMap", name, { metadata: { namespace: "kafka", name }, ...inputs });
const mounting = (name: unknown) => setting("spec.template.spec.volumes.1.configMap.name", name);
const projecting = (name: unknown) =>
  setting("spec.template.spec.volumes.1", { name: "trust", projected: { sources: [{ configMap: { name } }] } });

/** What mounts the brokers' files, and is called by nothing that brokers are called by. */
const mountingAs =
  (kind: string): Change =>
  (resource) => {
    const { name } = resource.inputs.spec.template.spec.volumes[0].configMap;
    const pod = { ...applicationPod, volumes: [{ name: "files", configMap: { name } }] };
    const inputs = application(pod, { namespace: "kafka", name: "second" });
    return { ...resource, type: `kubernetes:${kind}`, name: "second", inputs };
  };
// What else it lacks.
const lacking = ["kubernetes-anti-affinity", "kubernetes-disruption-budget", "kubernetes-replicas"];

describe("broker-configuration-known", () => {
  const none = [undefined, null, {}, { "client.properties": "security.protocol=SSL" }, { "server.properties": "" }];
  const notFiles = [1, true, ["log.dirs=/data"], { text: "log.dirs=/data" }, null, unknown];
  const more = ["kubernetes:core/v1:ConfigMap", "more"] as const;
  const another = (title: string, change: ReturnType<typeof setting>, inputs: object) => ({
    ...{ title, resource: brokers, change, adds: [configMap(inputs)], reports: more },
  });
  const settings = { data: unknown };
  const file = { data: { "server.properties": unknown } };
  catches(brokerConfigurationKnown, {
    resource: brokerFiles,
    mutants: [
      ...values("data", unknown, "log.dirs=/data", 1, ["log.dirs=/data"]),
      ...values("data[server.properties]", ...notFiles),
      ...values("data[client.properties]", unknown, 1),
      ...values("binaryData", unknown, "bG9nLmRpcnM9L2RhdGE="),
      ...values("binaryData", { "server.properties": unknown }, { "more.properties": 5 }),
      ...values("data", ...none).map((mutant) => ({ ...mutant, reports: brokers })),
      ...values("data[server.properties]", undefined, "num.io.threads=8").map((mutant) => ({
        ...mutant,
        reports: brokers,
      })),
      ...values("metadata.name", "other", unknown, undefined).map((mutant) => ({ ...mutant, reports: brokers })),
      ...values("metadata.namespace", "other", unknown, undefined).map((mutant) => ({ ...mutant, reports: brokers })),
      { title: "there is none", change: removed, reports: brokers },
      // One that is not known yet may be that of the configuration.
      ...["other", undefined].map((name) => ({
        ...{ title: `${name} is mounted instead`, resource: brokers, reports: brokers },
        change: all(setting("spec.template.spec.volumes.0.configMap.name", name), projecting("x")),
      })),
      another("another is mounted that is not known", mounting("more"), settings),
      another("a file of another is not known", mounting("more"), file),
      {
        title: "a Secret of its name is mounted instead",
        resource: brokers,
        reports: brokers,
        change: (resource) => {
          const { name } = resource.inputs.spec.template.spec.volumes[0].configMap;
          return setting("spec.template.spec.volumes.0", { name: "files", secret: { secretName: name } })(resource);
        },
      },
      ...["apps/v1:StatefulSet", "apps/v1:Deployment", "apps/v1:DaemonSet", "argoproj.io/v1alpha1:Rollout"].map(
        (kind) => ({
          ...{ title: `a ${kind} that is called otherwise mounts it`, resource: brokers, isBeside: true },
          change: mountingAs(kind),
          also: ["kubernetes-network-policies", ...(kind.endsWith("StatefulSet") ? lacking : [])],
        }),
      ),
      another(
        "another is mounted by an image that is not called Kafka",
        all(
          setting("spec.template.spec.containers.0.image", "example/broker:4.2.0"),
          setting("spec.template.spec.initContainers.1.image", "example/broker:4.2.0"),
          mounting("more"),
        ),
        settings,
      ),
      another("another is projected", projecting("more"), file),
      another("another may be mounted", mounting(unknown), file),
      another("another may have the name", mounting("x"), { ...file, metadata: { namespace: "kafka", name: unknown } }),
      another("another may have the namespace", mounting("more"), {
        ...file,
        metadata: { namespace: unknown, name: "more" },
      }),
      another("nothing says what another is called", mounting("x"), { ...file, metadata: unknown }),
    ],
  });
  takes(brokerConfigurationKnown, {
    resource: brokers,
    mutants: [
      ...["batch/v1:Job", "batch/v1:CronJob"].map((kind) => ({
        ...{ title: `a ${kind} looks at it`, isBeside: true, change: mountingAs(kind) },
      })),
      {
        title: "a Secret is not known",
        change: unchanged,
        adds: [
          resourceOf("kubernetes:core/v1:Secret", "tls", {
            metadata: { namespace: "kafka", name: "kafka-tls" },
            data: unknown,
          }),
        ],
      },
      { title: "another is not mounted", change: mounting("x"), adds: [configMap(file)] },
      {
        title: "another is of another namespace",
        change: mounting("more"),
        adds: [configMap({ ...file, metadata: { namespace: "orders", name: "more" } })],
      },
      {
        title: "a file is none of Kafka's",
        change: mounting("more"),
        adds: [configMap({ data: { "ca.crt": unknown } })],
      },
      {
        title: "an application has a StatefulSet of its own",
        change: unchanged,
        adds: [
          configMap({ ...settings, metadata: { namespace: "orders", name: "more" } }),
          resourceOf("kubernetes:apps/v1:StatefulSet", "orders", {
            metadata: { namespace: "orders", name: "orders" },
            spec: {
              template: {
                spec: {
                  containers: [{ name: "orders", image: "orders:1" }],
                  volumes: [{ name: "settings", configMap: { name: "more" } }],
                },
              },
            },
          }),
        ],
      },
      ...values("spec.template.spec.volumes.1.configMap.optional", true),
    ],
  });
  takes(brokerConfigurationKnown, { platform: "prod", resource: brokerFiles, mutants: values("immutable", false) });
});

describe("broker-configuration-known, of controllers and of ZooKeeper", () => {
  const notFiles = [1, true, ["log.dirs=/data"], { text: "log.dirs=/data" }, null, unknown];
  catches(brokerConfigurationKnown, {
    platform: "dedicated",
    resource: controllerFiles,
    mutants: [
      ...values("data", unknown, "log.dirs=/data", 1, ["log.dirs=/data"]),
      ...values("data[server.properties]", ...notFiles),
      ...values("data[client.properties]", ...notFiles),
      ...values("binaryData", unknown, 1, "x", []),
    ],
  });
});
