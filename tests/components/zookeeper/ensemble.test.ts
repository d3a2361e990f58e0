import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { establishedMarker } from "../../../components/workload/established";
import { ZooKeeper, type ZooKeeperArgs } from "../../../components/zookeeper/ensemble";
import { only, type Registration, register, worlds } from "../mocks";

const args: Omit<ZooKeeperArgs, "beforeUpdate"> = {
  namespace: "kafka",
  servers: 3,
  image: "localhost/kafka:3.9.2",
  resources: { cpu: "100m", memory: "512Mi" },
  jvm: { heap: "256Mi", options: [] },
  storage: { size: "1Gi", retainOnDelete: true },
  identity: { secret: "zookeeper-tls", trust: "kafka-trust-1", certificateDigest: "d1" },
};

const statefulSetType = "kubernetes:apps/v1:StatefulSet";
const configMapType = "kubernetes:core/v1:ConfigMap";

for (const world of worlds) {
  describe(`a ZooKeeper ensemble, with ${world}`, () => {
    const made = (change: Partial<ZooKeeperArgs> = {}) =>
      register(world, () => {
        const beforeUpdate = new pulumi.ResourceHook("guard", () => {});
        const zooKeeper = new ZooKeeper("zookeeper", { ...args, beforeUpdate, ...change }, {});
        establishedMarker("zookeeper", args, { dependsOn: zooKeeper.statefulSet });
      });

    let resources: readonly Registration[];
    let statefulSet: Registration;
    // biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects as plain values
    let pod: any, container: any;

    before(async () => {
      resources = await made();
      statefulSet = only(resources, statefulSetType);
      pod = statefulSet.inputs.spec.template.spec;
      container = pod.containers[0];
    });

    it("registers exactly these resources", () => {
      assert.deepEqual(resources.map(({ type, name, parent }) => `${type} ${name} of ${parent}`).sort(), [
        "kafka-platform:zookeeper:ZooKeeper zookeeper of undefined",
        "kubernetes:apps/v1:StatefulSet zookeeper-servers of zookeeper",
        "kubernetes:core/v1:ConfigMap zookeeper-established of undefined",
        "kubernetes:core/v1:ConfigMap zookeeper-files of zookeeper",
        "kubernetes:core/v1:Service zookeeper-headless of zookeeper",
        "kubernetes:policy/v1:PodDisruptionBudget zookeeper-disruption-budget of zookeeper",
      ]);
    });

    it("runs as many servers as its configuration names, which find each other by the headless Service", async () => {
      for (const servers of [3, 5]) {
        const changed = await made({ servers });
        const { spec } = only(changed, statefulSetType).inputs;
        const { data } = only(changed, configMapType, "zookeeper-files").inputs;
        assert.deepEqual([spec.replicas, spec.serviceName], [servers, "zookeeper"]);
        assert.equal(data["zoo.cfg"].match(/^server\.\d+=/gm).length, servers);
      }
      const { inputs } = only(resources, "kubernetes:core/v1:Service");
      assert.equal(inputs.metadata.name, "zookeeper");
      assert.equal(inputs.spec.publishNotReadyAddresses, true);
      assert.deepEqual(inputs.spec.ports, [
        { name: "tcp-client", port: 2182, targetPort: "tcp-client" },
        { name: "tcp-quorum", port: 2888, targetPort: "tcp-quorum" },
        { name: "tcp-election", port: 3888, targetPort: "tcp-election" },
      ]);
      assert.deepEqual(
        container.ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [
          name,
          containerPort,
        ]),
        inputs.spec.ports.map(({ targetPort, port }: { targetPort: string; port: number }) => [targetPort, port]),
      );
    });

    it("never puts two servers on one node, and lets a drain take one at a time", () => {
      const labels = { app: "zookeeper" };
      assert.deepEqual(statefulSet.inputs.spec.selector, { matchLabels: labels });
      assert.deepEqual(pod.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution, [
        { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: labels } },
      ]);
      const budget = only(resources, "kubernetes:policy/v1:PodDisruptionBudget").inputs.spec;
      assert.deepEqual(budget, { maxUnavailable: 1, selector: { matchLabels: labels } });
    });

    it("is judged before it changes", () => {
      assert.deepEqual(statefulSet.beforeUpdate, ["guard"]);
    });

    it("lets a roll go on only when the server has its part in the quorum, and clients have had the time to find it", () => {
      assert.equal(statefulSet.inputs.spec.minReadySeconds, 30);
      assert.deepEqual(container.readinessProbe.exec.command, ["/opt/kafka-platform/bin/zkServer.sh", "status"]);
    });

    it("kills no server for the lack of a quorum", () => {
      const answers = ["/opt/kafka-platform/bin/four-letter-word.sh", "ruok"];
      assert.deepEqual(container.livenessProbe.exec.command, answers);
      assert.deepEqual(container.startupProbe.exec.command, answers);
    });

    it("gives a server the time that it is allowed to read its volume and to stop", async () => {
      assert.equal(pod.terminationGracePeriodSeconds, 30);
      assert.equal(container.startupProbe.failureThreshold * container.startupProbe.periodSeconds, 600);
      const changed = await made({ terminationGracePeriod: "1m", startupTimeout: "20m" });
      const { spec } = only(changed, statefulSetType).inputs.spec.template;
      assert.equal(spec.terminationGracePeriodSeconds, 60);
      assert.equal(spec.containers[0].startupProbe.failureThreshold * 5, 1200);
    });

    it("names its files by their content, so that a change is a roll and taking it back is none", async () => {
      const nameOf = (made: readonly Registration[]) => {
        const { inputs } = only(made, configMapType, "zookeeper-files");
        const { volumes } = only(made, statefulSetType).inputs.spec.template.spec;
        assert.equal(volumes[0].configMap.name, inputs.metadata.name);
        assert.equal(inputs.immutable, true);
        return inputs.metadata.name;
      };
      const name = nameOf(resources);
      assert.match(name, /^zookeeper-files-[0-9a-f]{10}$/);
      assert.notEqual(nameOf(await made({ servers: 5 })), name);
      assert.equal(nameOf(await made()), name);
    });

    it("has its files, its identity, whom it trusts and its volume where its configuration says", () => {
      const { data } = only(resources, configMapType, "zookeeper-files").inputs;
      const places = Object.fromEntries(
        container.volumeMounts.map((m: { mountPath: string; name: string }) => [m.mountPath, m.name]),
      );
      assert.deepEqual(places, {
        "/opt/kafka-platform/bin": "files",
        "/opt/kafka-platform/etc": "files",
        "/opt/kafka-platform/trust": "trust",
        "/opt/kafka-platform/tls": "tls",
        "/opt/kafka-platform/established": "established",
        "/var/lib/zookeeper": "data",
        "/tmp": "tmp",
      });
      const paths = data["zoo.cfg"]
        .match(/(?<=Dir=|\.location=).*/g)
        .map((path: string) => path.replace(/\/[^/]*$/, ""));
      for (const path of paths) {
        assert.ok(path in places, path);
      }
      const volume = (name: string) => pod.volumes.find((v: { name: string }) => v.name === name);
      assert.equal(volume("tls").secret.secretName, "zookeeper-tls");
      assert.equal(volume("trust").configMap.name, "kafka-trust-1");
    });

    it("starts with or without the marker, which comes after the servers and has the name that they look for", () => {
      const marker = only(resources, configMapType, "zookeeper-established");
      assert.ok(marker.dependencies.includes("zookeeper-servers"));
      const volume = pod.volumes.find((v: { name: string }) => v.name === "established");
      assert.deepEqual(volume.configMap, { name: marker.inputs.metadata.name, optional: true });
      // As stacks have it: another one would be made in its place, and for a moment there would be none.
      assert.equal(marker.inputs.metadata.name, "zookeeper-established");
      assert.deepEqual(marker.inputs.data, {
        established: "A server of this ensemble whose volume is empty has lost its data.\n",
      });
    });

    it("keeps within the restricted pod security standard", () => {
      assert.equal(pod.securityContext.runAsNonRoot, true);
      assert.equal(container.securityContext.readOnlyRootFilesystem, true);
      assert.deepEqual(container.resources, {
        requests: { cpu: "100m", memory: "512Mi" },
        limits: { memory: "512Mi" },
      });
    });
  });
}

describe("a ZooKeeper ensemble", () => {
  it("tells Kafka where to connect", async () => {
    let connect = "";
    await register("known outputs", () => {
      const beforeUpdate = new pulumi.ResourceHook("guard", () => {});
      connect = new ZooKeeper("zookeeper", { ...args, beforeUpdate }, {}).connect;
    });
    const host = (ordinal: number) => `zookeeper-${ordinal}.zookeeper.kafka.svc.cluster.local:2182`;
    assert.equal(connect, `${host(0)},${host(1)},${host(2)}/kafka`);
  });
});
