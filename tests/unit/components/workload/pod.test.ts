import assert from "node:assert/strict";
import {
  confined,
  fileMounts,
  fileVolumes,
  type StatefulPodArgs,
  searchPath,
  statefulPod,
} from "../../../../components/workload/pod";

const labels = { app: "kafka" };
const args: StatefulPodArgs = {
  labels,
  certificateDigest: "c0ffee",
  terminationGracePeriod: "90s",
  containers: [{ name: "kafka" }, { name: "beside" }],
  volumes: [{ name: "tmp" }],
};
const { metadata, spec } = statefulPod(args);

describe("a pod of a StatefulSet", () => {
  it("keeps within the restricted pod security standard", () => {
    assert.deepEqual(spec.securityContext, {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("gets no token of Kubernetes and no address of other Services, with a service account of its own too", () => {
    for (const made of [statefulPod(args).spec, statefulPod({ ...args, serviceAccount: "reader" }).spec]) {
      assert.deepEqual([made.automountServiceAccountToken, made.enableServiceLinks], [false, false]);
    }
    assert.equal(statefulPod({ ...args, serviceAccount: "reader" }).spec.serviceAccountName, "reader");
    assert.ok(!("serviceAccountName" in spec));
  });

  it("never shares a node with another of its kind, and zones only where there are fewer of them", () => {
    const labelSelector = { matchLabels: labels };
    assert.deepEqual(spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution, [
      { topologyKey: "kubernetes.io/hostname", labelSelector },
    ]);
    assert.deepEqual(spec.topologySpreadConstraints, [
      { topologyKey: "topology.kubernetes.io/zone", maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway", labelSelector },
    ]);
    assert.deepEqual(metadata.labels, labels);
  });

  it("is made anew for a new certificate, which its processes read only at their start", () => {
    assert.equal(metadata.annotations["kafka-platform/certificate"], "c0ffee");
  });

  it("means its first container where kubectl is not told which", () => {
    assert.equal(metadata.annotations["kubectl.kubernetes.io/default-container"], "kafka");
  });

  it("has its time to stop, and a priority where one is named", () => {
    assert.equal(spec.terminationGracePeriodSeconds, 90);
    assert.ok(!("priorityClassName" in spec));
    assert.equal(statefulPod({ ...args, priorityClass: "vital" }).spec.priorityClassName, "vital");
  });
});

describe("a container", () => {
  const container = confined("image:1", { cpu: "250m", memory: "1Gi" });

  it("can do nothing but compute", () => {
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("has its memory for certain and no more, and its CPU without a limit", () => {
    assert.deepEqual(container.resources, { requests: { cpu: "250m", memory: "1Gi" }, limits: { memory: "1Gi" } });
  });

  it("leaves the last lines of its log where Kubernetes shows them", () => {
    assert.equal(container.terminationMessagePolicy, "FallbackToLogsOnError");
  });

  it("finds the platform's tools first, and the JRE of either image", () => {
    assert.match(searchPath, /^\/opt\/kafka-platform\/bin:/);
    assert.ok(searchPath.split(":").includes("/opt/java/openjdk/bin"));
  });
});

describe("the files of a pod", () => {
  const volumes = fileVolumes({
    configMap: "kafka-files-1",
    items: [{ key: "start.sh", path: "bin/start.sh" }],
    identity: { secret: "kafka-tls", trust: "kafka-trust-1", certificateDigest: "c0ffee" },
  });

  it("are all mounted, and nothing else is", () => {
    assert.deepEqual([...new Set(fileMounts.map(({ name }) => name))].sort(), volumes.map(({ name }) => name).sort());
  });

  it("can be written to in one place alone", () => {
    assert.deepEqual(
      fileMounts.filter((mount) => !("readOnly" in mount && mount.readOnly)).map(({ mountPath }) => mountPath),
      ["/tmp"],
    );
  });

  it("show the private key to the pod's own group and to nobody else", () => {
    assert.deepEqual(volumes.find(({ name }) => name === "tls")?.secret, {
      secretName: "kafka-tls",
      defaultMode: 0o440,
    });
  });

  it("lie where the configuration looks for them", () => {
    assert.deepEqual(
      fileMounts.map(({ mountPath }) => mountPath),
      ["bin", "etc", "trust", "tls"].map((folder) => `/opt/kafka-platform/${folder}`).concat("/tmp"),
    );
  });
});
