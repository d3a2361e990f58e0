import { kubernetesVolumes } from "../../../policy/policies/kubernetes/volumes";
import { type Registration, unknown } from "../../components/mocks";
import { all, catches, setting, takes, values } from "../mutations";
import { application, as, beside, brokers, controllers, hidden, mutant, zooKeeper } from "./mutants";

const templates = "spec.volumeClaimTemplates";
const claim = `${templates}.0`;
const retention = "spec.persistentVolumeClaimRetentionPolicy";
const container = "spec.template.spec.containers.0";
const claimOf = (name: unknown) => ({
  metadata: { name },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } } },
});
const mounting = (...mounts: readonly object[]) => setting(`${container}.volumeMounts`, mounts);
const data = { name: "data", mountPath: "/var/lib/kafka" };

const claims = [
  ...values(
    templates,
    undefined,
    null,
    unknown,
    [],
    {},
    [unknown],
    [claimOf("logs")],
    [claimOf(unknown)],
    [[claimOf("data")]],
  ),
  ...values(`${claim}.metadata`, undefined, unknown),
  ...values(`${claim}.metadata.name`, null, "Data", "data-kafka"),
  ...values(
    `${claim}.spec.accessModes`,
    undefined,
    null,
    unknown,
    [],
    ["ReadWriteMany"],
    ["ReadOnlyMany"],
    "ReadWriteOnce",
  ),
  ...values(`${claim}.spec.accessModes`, ["ReadWriteOnce", "ReadWriteMany"], [unknown]),
  ...values(`${claim}.spec.volumeMode`, "Block", unknown),
  ...values(`${claim}.spec.resources`, undefined, unknown, { limits: { storage: "2Gi" } }),
  ...values(`${claim}.spec.resources.requests.storage`, null, unknown, "", "0", "-2Gi", "2GB", "2 Gi", "much", true),
];
const emptied = (title: string, source: object) =>
  mutant(
    `its data is in ${title}`,
    (resource) =>
      setting("spec.template.spec.volumes", [
        ...resource.inputs.spec.template.spec.volumes,
        { name: "scratch", ...source },
      ])(resource),
    mounting({ ...data, name: "scratch" }),
  );
const mounts = [
  emptied("emptyDir", { emptyDir: {} }),
  emptied("emptyDir in memory", { emptyDir: { medium: "Memory" } }),
  emptied("an ephemeral volume", { ephemeral: { volumeClaimTemplate: { spec: {} } } }),
  emptied("one claim that all share", { persistentVolumeClaim: { claimName: "data" } }),
  mutant("nothing is mounted", mounting()),
  mutant("its volume is mounted elsewhere", mounting({ ...data, mountPath: "/data" })),
  mutant("its volume is mounted beside", mounting({ ...data, mountPath: "/var/lib/kafka-data" })),
  mutant("its volume is mounted below", mounting({ ...data, mountPath: "/var/lib/kafka/data" })),
  mutant("its volume is mounted above", mounting({ ...data, mountPath: "/var/lib" })),
  mutant("the path is not known", mounting({ ...data, mountPath: unknown })),
  mutant("the name is not known", mounting({ ...data, name: unknown })),
  mutant("the mounts are not known", setting(`${container}.volumeMounts`, unknown)),
  ...[
    "/var/lib/kafka/log",
    "/var/lib/kafka/log/",
    "/var/lib//kafka/log",
    "/var/lib/./kafka/log",
    "/var/lib/x/../kafka/log",
  ].map((mountPath) => mutant(`another volume is at ${mountPath}`, mounting(data, { name: "tmp", mountPath }))),
  mutant("another volume is at the same path", mounting(data, { name: "tmp", mountPath: "/var/lib/kafka/" })),
];
const scaled = values(`${retention}.whenScaled`, "Delete", unknown, "retain", "", true, "Keep");
const deleted = values(`${retention}.whenDeleted`, "Delete", unknown, "retain", "", true, "Keep");

describe("kubernetes-volumes", () => {
  const mutants = [...claims, ...mounts, ...scaled, ...values(retention, unknown)];
  catches(kubernetesVolumes, {
    resource: brokers,
    mutants: [...mutants, ...hidden(...mutants.slice(0, 5))],
  });
  describe("where volumes are kept", () => {
    const args = { platform: "prod", resource: brokers } as const;
    catches(kubernetesVolumes, { ...args, mutants: [...deleted, ...mutants] });
  });
  describe("of ZooKeeper", () => {
    const ownMounts = ["/var/lib/kafka", "/data", "/var/lib/zookeeper2", "/var/lib/zookeeper/data", unknown].map(
      (mountPath) => mutant(`its volume is at ${mountPath}`, mounting({ name: "data", mountPath })),
    );
    const own = [...claims, ...scaled, ...deleted, ...ownMounts];
    catches(kubernetesVolumes, {
      ...{ platform: "prod", resource: zooKeeper, mutants: own },
    });
  });
  describe("of controllers", () => {
    catches(kubernetesVolumes, { platform: "dedicated", resource: controllers, mutants });
  });
  describe("of brokers that are called otherwise", () => {
    const called = (app: string, namespace: string) =>
      all(
        as(brokers[0], "second"),
        setting("metadata", { name: app, namespace }),
        setting("spec.selector.matchLabels", { app }),
        setting("spec.template.metadata.labels", { app }),
        setting("spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution", [
          { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app } } },
        ]),
      );
    const names = [
      ["second", "kafka"],
      ["second", "orders"],
      ["schema-registry", "orders"],
    ] as const;
    // What else the second set lacks, other rules say.
    const also = ["kubernetes-disruption-budget", "kubernetes-network-policies", "broker-configuration-known"];
    catches(kubernetesVolumes, {
      resource: brokers,
      mutants: names.flatMap(([app, namespace]) =>
        mounts.map((one) => ({
          ...{ title: `${app} in ${namespace}, ${one.title}`, isBeside: true, also },
          change: (resource: Registration) => called(app, namespace)(one.change(resource) ?? resource),
        })),
      ),
    });
  });
  takes(kubernetesVolumes, {
    resource: brokers,
    mutants: [
      ...values(retention, undefined, null, {}, { whenDeleted: "Retain", whenScaled: "Retain" }),
      ...values(retention, { whenDeleted: "Delete" }),
      ...values(`${claim}.spec.accessModes`, ["ReadWriteOncePod"]),
      ...values(`${claim}.spec.storageClassName`, "fast", unknown),
      ...values(`${claim}.spec.volumeMode`, "Filesystem", null),
      ...values(`${claim}.spec.resources.requests.storage`, "1Ti", "500G", "1.5Ti", 2_000_000_000),
      ...values(templates, [claimOf("more"), claimOf("data")]),
      mutant("the path ends in a slash", mounting({ ...data, mountPath: "/var/lib/kafka/" })),
      mutant(
        "a second claim is below",
        mounting(data, { name: "more", mountPath: "/var/lib/kafka/log2" }),
        setting(templates, [...[claimOf("data"), claimOf("more")]]),
      ),
      mutant("scratch is beside", mounting(data, { name: "tmp", mountPath: "/var/lib/kafka-scratch" })),
      beside(
        "a registry keeps nothing",
        "kubernetes:apps/v1:StatefulSet",
        application(undefined, { namespace: "kafka" }),
      ),
      beside("an application keeps nothing", "kubernetes:apps/v1:StatefulSet", application()),
    ],
  });
  takes(kubernetesVolumes, {
    ...{ platform: "prod", resource: brokers },
    mutants: values(retention, undefined, null, {}, { whenScaled: "Retain" }),
  });
});
