import { kubernetesPodSecurity } from "../../../policy/policies/kubernetes/pod-security";
import { unknown } from "../../components/mocks";
import { catches, takes, values } from "../mutations";
import { application, applicationPod, beside, brokers, controllers, deployment, hidden, zooKeeper } from "./mutants";

const spec = "spec.template.spec";
const context = `${spec}.securityContext`;

const ofPod = [
  ...values(context, undefined, null, unknown, {}, []),
  ...values(`${context}.runAsNonRoot`, undefined, null, unknown, false, "true", 1),
  ...values(`${context}.runAsUser`, 0, -1, unknown, "0", "root"),
  ...values(`${context}.seccompProfile`, undefined, null, unknown, {}, "RuntimeDefault", { type: "Unconfined" }),
  ...values(`${context}.seccompProfile.type`, null, unknown, "runtime/default", "Unconfined ", ""),
  ...["hostNetwork", "hostPID", "hostIPC"].flatMap((key) => values(`${spec}.${key}`, true, unknown, "false")),
  ...values(`${context}.windowsOptions`, { hostProcess: true }, unknown),
  ...values(`${context}.appArmorProfile`, { type: "Unconfined" }, unknown),
  ...values(`${context}.seLinuxOptions`, { type: "spc_t" }, { user: "system_u" }, { role: "sysadm_r" }, unknown),
  ...values(`${context}.sysctls`, [{ name: "kernel.msgmax", value: "1" }], [{ name: unknown }], [unknown], unknown),
];

const inContainer = (container: string) => {
  const own = `${spec}.${container}.securityContext`;
  return [
    ...values(own, undefined, null, unknown, {}),
    ...values(`${own}.allowPrivilegeEscalation`, undefined, null, unknown, true, "false", 0),
    ...values(`${own}.capabilities`, undefined, null, unknown, {}, { add: ["NET_BIND_SERVICE"] }, ["ALL"]),
    ...values(`${own}.capabilities.drop`, null, unknown, [], ["NET_RAW"], ["all"], "ALL", [unknown]),
    ...values(
      `${own}.capabilities`,
      ...[["SYS_ADMIN"], ["NET_BIND_SERVICE", "CHOWN"], ["ALL"], unknown, [unknown], "CHOWN"].map((add) => ({
        drop: ["ALL"],
        add,
      })),
    ),
    ...values(`${own}.privileged`, true, unknown, "false"),
    ...values(`${own}.procMount`, "Unmasked", unknown),
    ...values(`${own}.runAsNonRoot`, false, unknown, "true"),
    ...values(`${own}.runAsUser`, 0, unknown, "1000"),
    ...values(`${own}.seccompProfile`, { type: "Unconfined" }, unknown),
    ...values(`${own}.appArmorProfile`, { type: "Unconfined" }),
    ...values(`${own}.seLinuxOptions`, { type: "unconfined_t" }),
    ...values(`${own}.windowsOptions`, { hostProcess: true }),
    ...values(
      `${spec}.${container}.ports`,
      [{ containerPort: 9092, hostPort: 9092 }],
      [{ hostPort: unknown }],
      unknown,
    ),
  ];
};

const volumes = [
  ...[{ hostPath: { path: "/" } }, { hostPath: { path: "/var/run/docker.sock" } }, { hostPath: unknown }],
  ...[{ nfs: { server: "files", path: "/" } }, { iscsi: {} }, { gcePersistentDisk: { pdName: "data" } }],
  ...[{ awsElasticBlockStore: { volumeID: "1" } }, { cephfs: {} }, { flexVolume: { driver: "any" } }, { local: {} }],
];

const ofMembers = [
  ...values(`${spec}.automountServiceAccountToken`, undefined, null, unknown, true, "false", 0),
  ...["containers.0", "initContainers.0"].flatMap((container) =>
    values(
      `${spec}.${container}.securityContext.readOnlyRootFilesystem`,
      ...[undefined, null, unknown, false, "true", 1],
    ),
  ),
];

const ofVolumes = volumes.map((source) =>
  beside(
    `a volume is ${JSON.stringify(source)}`,
    deployment,
    application({
      ...applicationPod,
      volumes: [{ name: "any", ...source }],
    }),
  ),
);

describe("kubernetes-pod-security", () => {
  const mutants = [...ofPod, ...inContainer("containers.0"), ...inContainer("initContainers.0"), ...ofMembers];
  catches(kubernetesPodSecurity, {
    resource: brokers,
    mutants: [...mutants, ...hidden(...ofPod.slice(0, 8))],
  });
  describe("of ZooKeeper", () => {
    const own = [...ofPod, ...inContainer("containers.0"), ...ofMembers.slice(0, 12)];
    catches(kubernetesPodSecurity, { platform: "prod", resource: zooKeeper, mutants: own });
  });
  describe("of controllers", () => {
    catches(kubernetesPodSecurity, { platform: "dedicated", resource: controllers, mutants });
  });
  describe("of applications", () => {
    const { securityContext, containers } = applicationPod;
    const [container] = containers;
    const pods = Object.entries({
      "the pod says nothing": { ...applicationPod, securityContext: undefined },
      "it shares the node's network": { ...applicationPod, hostNetwork: true },
      "it is root": { ...applicationPod, securityContext: { ...securityContext, runAsUser: 0 } },
      "one of two containers says nothing": {
        ...applicationPod,
        containers: [...containers, { ...container, name: "other", securityContext: {} }],
      },
      "a container to look into the pod says nothing": {
        ...applicationPod,
        ephemeralContainers: [{ name: "shell", image: "busybox:1.37" }],
      },
      "only one container is not root": {
        ...applicationPod,
        securityContext: { seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          { ...container, securityContext: { ...container?.securityContext, runAsNonRoot: true } },
          { ...container, name: "other" },
        ],
      },
    });
    const kinds = ["apps/v1:Deployment", "apps/v1:DaemonSet", "batch/v1:Job", "apps/v1:StatefulSet"];
    const all = pods.flatMap(([title, pod]) =>
      kinds.map((kind) => beside(`of a ${kind}, ${title}`, `kubernetes:${kind}`, application(pod))),
    );
    catches(kubernetesPodSecurity, { resource: brokers, mutants: [...all, ...ofVolumes] });
  });
  const own = `${spec}.containers.0.securityContext`;
  takes(kubernetesPodSecurity, {
    resource: brokers,
    mutants: [
      ...values(`${context}.seccompProfile`, { type: "Localhost", localhostProfile: "kafka.json" }),
      ...values(`${context}.runAsUser`, undefined, null, 65_534),
      ...values(`${context}.sysctls`, [], [{ name: "net.ipv4.tcp_keepalive_time", value: "300" }]),
      ...values(`${context}.seLinuxOptions`, { type: "container_t" }, { level: "s0:c1" }),
      ...values(`${spec}.hostNetwork`, false, null),
      ...values(
        `${own}.capabilities`,
        { drop: ["ALL"], add: [] },
        { drop: ["NET_RAW", "ALL"], add: ["NET_BIND_SERVICE"] },
      ),
      ...values(`${own}.privileged`, false),
      ...values(`${own}.procMount`, "Default"),
      ...values(`${own}.runAsNonRoot`, true),
      ...values(`${spec}.containers.0.ports`, undefined, [{ containerPort: 9092, hostPort: 0 }]),
      beside("an application keeps to it", deployment, application()),
      beside(
        "an application has a token and writes to its image",
        deployment,
        application({
          ...applicationPod,
          automountServiceAccountToken: true,
          containers: applicationPod.containers.map((container) => ({
            ...container,
            securityContext: { ...container.securityContext, readOnlyRootFilesystem: false },
          })),
        }),
      ),
      beside(
        "each container says it itself",
        deployment,
        application({
          ...applicationPod,
          securityContext: {},
          containers: applicationPod.containers.map((container) => ({
            ...container,
            securityContext: {
              ...container.securityContext,
              ...applicationPod.securityContext,
            },
          })),
        }),
      ),
      ...["configMap", "secret", "projected", "downwardAPI", "csi", "ephemeral", "persistentVolumeClaim"].map((type) =>
        beside(
          `a volume is a ${type}`,
          deployment,
          application({
            ...applicationPod,
            volumes: [{ name: "any", [type]: unknown, hostPath: null }],
          }),
        ),
      ),
    ],
  });
});
