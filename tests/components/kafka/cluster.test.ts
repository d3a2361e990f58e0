import assert from "node:assert/strict";
import { Cluster, type ClusterArgs } from "../../../components/kafka/cluster";
import { only, type Registration, register, unknown, worlds } from "../mocks";
import { clusterArgs } from "../platform";

const args: ClusterArgs = { ...clusterArgs, jvm: { heap: "384Mi", options: ["-XX:+UseG1GC"] } };

for (const world of worlds) {
  describe(`a Kafka cluster, with ${world}`, () => {
    const made = (change: Partial<ClusterArgs> = {}) =>
      register(world, () => void new Cluster("kafka", { ...args, ...change }, {}));

    let resources: readonly Registration[];
    let statefulSet: Registration;
    // biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects as plain values
    let spec: any, pod: any, container: any;

    before(async () => {
      resources = await made();
      statefulSet = only(resources, "kubernetes:apps/v1:StatefulSet");
      spec = statefulSet.inputs.spec;
      pod = spec.template.spec;
      container = pod.containers[0];
    });

    const service = (name: string) => {
      const found = resources.filter((r) => r.type === "kubernetes:core/v1:Service" && r.inputs.metadata.name === name);
      assert.equal(found.length, 1, name);
      return found[0] as Registration;
    };

    it("registers exactly these resources, all of them its own children", () => {
      assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
        "kafka-platform:kafka:Cluster kafka",
        "kubernetes:apps/v1:StatefulSet kafka-brokers",
        "kubernetes:core/v1:ConfigMap kafka-files",
        "kubernetes:core/v1:Service kafka-0-external",
        "kubernetes:core/v1:Service kafka-1-external",
        "kubernetes:core/v1:Service kafka-2-external",
        "kubernetes:core/v1:Service kafka-bootstrap",
        "kubernetes:core/v1:Service kafka-headless",
        "kubernetes:policy/v1:PodDisruptionBudget kafka-disruption-budget",
        "random:index/randomId:RandomId kafka-cluster-id",
      ]);
      assert.deepEqual([...new Set(resources.filter(({ name }) => name !== "kafka").map((r) => r.parent))], ["kafka"]);
    });

    it("runs three brokers that start together, since each needs a second one to begin", () => {
      assert.equal(spec.replicas, 3);
      assert.equal(spec.podManagementPolicy, "Parallel");
      assert.equal(statefulSet.inputs.metadata.name, "kafka");
    });

    it("never puts two brokers on one node", () => {
      assert.deepEqual(pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution, [
        { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: spec.template.metadata.labels } },
      ]);
      assert.deepEqual(spec.template.metadata.labels, { app: "kafka" });
      assert.deepEqual(spec.selector, { matchLabels: { app: "kafka" } });
    });

    it("lets a drain take one broker at a time", () => {
      assert.deepEqual(only(resources, "kubernetes:policy/v1:PodDisruptionBudget").inputs.spec, {
        maxUnavailable: 1,
        selector: { matchLabels: spec.template.metadata.labels },
      });
    });

    it("lets a roll go on only when the broker is in sync", () => {
      assert.deepEqual(container.readinessProbe.exec, { command: ["/opt/kafka-platform/bin/readiness.sh"] });
      assert.equal(container.readinessProbe.tcpSocket, undefined);
      assert.deepEqual(container.livenessProbe.tcpSocket, { port: "tcp-replication" });
      assert.deepEqual(container.startupProbe.tcpSocket, { port: "tcp-replication" });
    });

    it("keeps within the restricted pod security standard, with nothing to write to but its volumes", () => {
      assert.deepEqual(pod.securityContext, {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      assert.equal(pod.automountServiceAccountToken, false);
      assert.equal(pod.enableServiceLinks, false);
      assert.equal(pod.containers.length, 1);
      assert.deepEqual(
        pod.volumes.map((volume: object) => Object.keys(volume).sort()),
        [
          ["configMap", "name"],
          ["emptyDir", "name"],
        ],
      );
    });

    it("gives a broker its time to stop, and its memory as a limit too", () => {
      assert.equal(pod.terminationGracePeriodSeconds, 300);
      assert.deepEqual(container.resources, {
        requests: { cpu: "250m", memory: "1Gi" },
        limits: { memory: "1Gi" },
      });
    });

    it("keeps each broker's data in a claim of its own", () => {
      assert.deepEqual(spec.volumeClaimTemplates, [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } } },
        },
      ]);
      assert.ok(container.volumeMounts.some((m: { name: string }) => m.name === "data"));
      assert.deepEqual(spec.persistentVolumeClaimRetentionPolicy, { whenDeleted: "Retain", whenScaled: "Retain" });
    });

    it("lets the claims go where nothing is to be kept", async () => {
      const kept = { ...args.storage, retainOnDelete: false };
      const { inputs } = only(await made({ storage: kept }), "kubernetes:apps/v1:StatefulSet");
      assert.equal(inputs.spec.persistentVolumeClaimRetentionPolicy.whenDeleted, "Delete");
    });

    it("opens each listener under its name", () => {
      assert.deepEqual(container.ports, [
        { name: "tcp-replication", containerPort: 9091 },
        { name: "tcp-client", containerPort: 9092 },
        { name: "tcp-controller", containerPort: 9093 },
        { name: "tcp-external", containerPort: 9094 },
      ]);
    });

    it("lets brokers find each other before they are ready", () => {
      const { inputs } = service("kafka-headless");
      assert.equal(spec.serviceName, "kafka-headless");
      assert.equal(inputs.spec.clusterIP, "None");
      assert.equal(inputs.spec.publishNotReadyAddresses, true);
      assert.deepEqual(inputs.spec.selector, spec.template.metadata.labels);
      assert.deepEqual(
        inputs.spec.ports.map(({ name, port }: { name: string; port: number }) => [name, port]),
        [
          ["tcp-replication", 9091],
          ["tcp-client", 9092],
          ["tcp-controller", 9093],
        ],
      );
    });

    it("offers applications one address, whichever brokers are in sync", () => {
      const { spec: bootstrap } = service("kafka").inputs;
      assert.deepEqual(bootstrap, {
        publishNotReadyAddresses: true,
        selector: { app: "kafka" },
        ports: [{ name: "tcp-client", port: 9092, targetPort: "tcp-client" }],
      });
    });

    it("offers administrators an address for each broker", () => {
      for (const id of [0, 1, 2]) {
        assert.deepEqual(service(`kafka-${id}-external`).inputs.spec, {
          type: "NodePort",
          publishNotReadyAddresses: true,
          selector: { "statefulset.kubernetes.io/pod-name": `kafka-${id}` },
          ports: [{ name: "tcp-external", port: 9094, targetPort: "tcp-external", nodePort: 31_090 + id }],
        });
      }
    });

    it("leaves all waiting to the readiness gate", () => {
      for (const { inputs, name } of resources.filter(({ type }) => type.endsWith("Service"))) {
        assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/skipAwait": "true" }, name);
      }
    });

    it("lets brokers stop in good order before the names go by which they find each other", () => {
      // With skipAwait the provider would not wait for the pods' end either, and delete the Services at once.
      assert.deepEqual(statefulSet.inputs.metadata.annotations, {
        "pulumi.com/waitFor": "jsonpath={.metadata.uid}",
      });
    });

    it("rolls the brokers when a file of theirs changes: they name a ConfigMap that the provider names anew", () => {
      const configMap = only(resources, "kubernetes:core/v1:ConfigMap").inputs;
      assert.equal(configMap.metadata.name, undefined);
      const name = world === "known outputs" ? "kafka-files-1a2b3c4d" : unknown;
      assert.equal(pod.volumes[0].configMap.name, name);
      const keys = new Set(pod.volumes[0].configMap.items.map(({ key }: { key: string }) => key));
      assert.deepEqual([...keys].sort(), Object.keys(configMap.data).sort());
    });

    it("shows server.properties in every preview, so that policies can judge it", () => {
      const { data } = only(resources, "kubernetes:core/v1:ConfigMap").inputs;
      assert.match(data["server.properties"], /^min\.insync\.replicas=2$/m);
      assert.match(data["start.sh"], /^#!\/bin\/sh\n/);
    });

    it("tells the start script what the pod has of its own", () => {
      type Variable = { name: string; value?: string; valueFrom?: { fieldRef: { fieldPath: string } } };
      const environment = Object.fromEntries(
        container.env.map((e: Variable) => [e.name, e.value ?? e.valueFrom?.fieldRef.fieldPath]),
      );
      const { PATH: path, ...rest } = environment;
      assert.match(path, /^\/opt\/kafka-platform\/bin:/);
      assert.deepEqual(rest, {
        POD_NAME: "metadata.name",
        HOST_IP: "status.hostIP",
        POD_DOMAIN: "kafka-headless.kafka.svc.cluster.local",
        EXTERNAL_HOSTS: "$(HOST_IP)",
        NODE_PORT_BASE: "31090",
        CLUSTER_ID: world === "known outputs" ? "4L6g3nShT-eMCtK--X86sw" : unknown,
        JVM_OPTIONS: "-Xms384M -Xmx384M -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true",
      });
    });

    it("advertises the hosts that it is given instead of the nodes' own", async () => {
      const changed = await made({ external: { nodePortBase: 31_090, addresses: ["a.example", "b.example"] } });
      const { env } = only(changed, "kubernetes:apps/v1:StatefulSet").inputs.spec.template.spec.containers[0];
      const hosts = env.find(({ name }: { name: string }) => name === "EXTERNAL_HOSTS");
      assert.equal(hosts.value, "a.example b.example");
    });

    it("is not deleted or replaced by accident: neither the brokers nor the id that is on their volumes", () => {
      assert.equal(statefulSet.protect, true);
      const id = only(resources, "random:index/randomId:RandomId");
      assert.deepEqual([id.protect, id.inputs], [true, { byteLength: 16 }]);
    });

    it("starts brokers only when they can find each other and be reached", () => {
      for (const name of [
        "kafka-headless",
        "kafka-bootstrap",
        "kafka-0-external",
        "kafka-1-external",
        "kafka-2-external",
      ]) {
        assert.ok(statefulSet.dependencies.includes(name), name);
      }
    });
  });
}
