import assert from "node:assert/strict";
import type { ClusterArgs } from "../../../components/kafka/cluster";
import { zonePod } from "../../../components/zones/zone-reader";
import { places } from "../../unit/components/kafka/places";
import { only, type Registration, unknown, worlds } from "../mocks";
import { containerOf, made, podOf, service, set } from "./made-cluster";
import { type Container, environmentOf } from "./node-args";

const portsOf = ({ inputs }: Registration) => inputs.spec.ports.map(({ name, port }: Port) => [name, port]);
type Port = { name: string; port: number };

for (const world of worlds) {
  describe(`a Kafka cluster, with ${world}`, () => {
    let resources: readonly Registration[];

    before(async () => {
      resources = await made(world);
    });

    it("registers exactly these resources, all of them its own children", () => {
      assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
        "kafka-platform:kafka:Cluster kafka",
        "kubernetes:apps/v1:StatefulSet kafka-brokers",
        "kubernetes:core/v1:ConfigMap kafka-files",
        "kubernetes:core/v1:ConfigMap kafka-new-volumes",
        "kubernetes:core/v1:Service kafka-0-external",
        "kubernetes:core/v1:Service kafka-1-external",
        "kubernetes:core/v1:Service kafka-2-external",
        "kubernetes:core/v1:Service kafka-bootstrap",
        "kubernetes:core/v1:Service kafka-headless",
        "kubernetes:policy/v1:PodDisruptionBudget kafka-disruption-budget",
      ]);
      assert.deepEqual([...new Set(resources.filter(({ name }) => name !== "kafka").map((r) => r.parent))], ["kafka"]);
    });

    it("runs as many brokers as it is asked for, under the names that people know", async () => {
      const { metadata, spec } = set(resources).inputs;
      assert.deepEqual([metadata.name, spec.serviceName, spec.replicas], ["kafka", "kafka-headless", 3]);
      assert.deepEqual(spec.template.metadata.labels, { app: "kafka" });
      const five = await made(world, { brokers: 5 });
      assert.equal(set(five).inputs.spec.replicas, 5);
      assert.equal(service(five, "kafka-4-external").inputs.spec.ports[0].nodePort, 31_094);
    });

    it("lets a roll go on only when the broker is in sync", () => {
      const { readinessProbe, livenessProbe, startupProbe } = containerOf(resources);
      assert.deepEqual(readinessProbe.exec, { command: ["/opt/kafka-platform/bin/readiness.sh"] });
      assert.deepEqual(livenessProbe.tcpSocket, { port: "tcp-replication" });
      assert.deepEqual(startupProbe.tcpSocket, { port: "tcp-replication" });
    });

    it("has a change judged before it restarts a broker", () => {
      assert.deepEqual(set(resources).beforeUpdate, ["guard"]);
    });

    it("keeps every container within the restricted pod security standard, with nothing to write to but volumes", () => {
      const { containers, initContainers, volumes } = podOf(resources);
      for (const { securityContext } of [...containers, ...initContainers]) {
        assert.deepEqual(securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
      }
      assert.deepEqual(
        volumes.map((volume: object) => Object.keys(volume).sort()),
        [
          ["configMap", "name"],
          ["configMap", "name"],
          ["name", "secret"],
          ["emptyDir", "name"],
          ["configMap", "name"],
        ],
      );
    });

    it("gives a broker its time to stop, and its memory as a limit too", () => {
      assert.equal(podOf(resources).terminationGracePeriodSeconds, 300);
      assert.deepEqual(containerOf(resources).resources, {
        requests: { cpu: "250m", memory: "1Gi" },
        limits: { memory: "1Gi" },
      });
    });

    it("makes probes cheap before there is a broker to probe", () => {
      assert.deepEqual(
        podOf(resources).initContainers.map(({ command }: Container) => command),
        [["/opt/kafka-platform/bin/readiness.sh", "prepare"]],
      );
    });

    it("opens each listener under its name", () => {
      assert.deepEqual(containerOf(resources).ports, [
        { name: "tcp-replication", containerPort: 9091 },
        { name: "tcp-client", containerPort: 9092 },
        { name: "tcp-controller", containerPort: 9093 },
        { name: "tcp-external", containerPort: 9094 },
      ]);
    });

    it("lets brokers find each other by the listeners that they have for each other", () => {
      assert.deepEqual(portsOf(service(resources, "kafka-headless")), [
        ["tcp-replication", 9091],
        ["tcp-client", 9092],
        ["tcp-controller", 9093],
      ]);
    });

    it("offers applications one address, whichever brokers are in sync", () => {
      assert.deepEqual(service(resources, "kafka").inputs.spec, {
        publishNotReadyAddresses: true,
        selector: { app: "kafka" },
        ports: [{ name: "tcp-client", port: 9092, targetPort: "tcp-client" }],
      });
    });

    it("offers administrators an address for each broker", () => {
      for (const id of [0, 1, 2]) {
        assert.deepEqual(service(resources, `kafka-${id}-external`).inputs.spec, {
          type: "NodePort",
          publishNotReadyAddresses: true,
          selector: { "statefulset.kubernetes.io/pod-name": `kafka-${id}` },
          ports: [{ name: "tcp-external", port: 9094, targetPort: "tcp-external", nodePort: 31_090 + id }],
        });
      }
    });

    it("leaves all waiting to the gates, and says what keeps its metadata", () => {
      for (const { inputs, name } of resources.filter(({ type }) => type.endsWith("Service"))) {
        assert.deepEqual(inputs.metadata.annotations, { "pulumi.com/skipAwait": "true" }, name);
      }
      assert.equal(set(resources).inputs.metadata.annotations["kafka-platform/coordination"], "kraft-combined");
    });

    it("rolls the brokers when a file of theirs changes: the ConfigMap has another name then, and is never changed", async () => {
      const files = (some: readonly Registration[]) => only(some, "kubernetes:core/v1:ConfigMap", "kafka-files").inputs;
      const { metadata, data, immutable } = files(resources);
      const volume = podOf(resources).volumes[0];
      assert.deepEqual([volume.configMap.name, immutable], [metadata.name, true]);
      assert.match(metadata.name, /^kafka-files-[0-9a-f]{10}$/);
      const keys = new Set(volume.configMap.items.map(({ key }: { key: string }) => key));
      assert.deepEqual([...keys].sort(), Object.keys(data).sort());
      assert.notEqual(files(await made(world, { ioThreads: 5 })).metadata.name, metadata.name);
      assert.equal(files(await made(world)).metadata.name, metadata.name);
    });

    it("shows server.properties in every preview, so that policies can judge it", () => {
      const { data } = only(resources, "kubernetes:core/v1:ConfigMap", "kafka-files").inputs;
      assert.match(data["server.properties"], /^min\.insync\.replicas=2$/m);
      assert.match(data["start.sh"], /^#!\/bin\/sh\n/);
    });

    it("tells the start script what the pod has of its own", () => {
      const { PATH: path, ...rest } = environmentOf(containerOf(resources));
      assert.match(path ?? "", /^\/opt\/kafka-platform\/bin:/);
      assert.deepEqual(rest, {
        POD_NAME: "metadata.name",
        HOST_IP: "status.hostIP",
        POD_DOMAIN: "kafka-headless.kafka.svc.cluster.local",
        NODE_ID_BASE: "0",
        CLUSTER_ID: world === "known outputs" ? "4L6g3nShT-eMCtK--X86sw" : unknown,
        METADATA_VERSION: "kafka-new-volumes/metadataVersion",
        EXTERNAL_HOSTS: "$(HOST_IP)",
        EXTERNAL_PORT: "31090",
        EXTERNAL_PORT_STEP: "1",
        JVM_OPTIONS: "-Xms384M -Xmx384M -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true",
        READINESS_TIMEOUT: "10",
      });
    });

    it("learns from a marker, which may come later, whether its quorum is new", () => {
      const volume = podOf(resources).volumes.find(({ name }: { name: string }) => name === "established");
      assert.deepEqual(volume.configMap, { name: "kafka-established", optional: true });
      const mount = containerOf(resources).volumeMounts.find(({ name }) => name === "established");
      assert.deepEqual(mount, { name: "established", mountPath: "/opt/kafka-platform/established", readOnly: true });
    });

    it("says how to format a new volume beside the template, so that no broker restarts when that changes", async () => {
      const raised = { ...places.combined.coordination, metadataVersion: "4.3" } as ClusterArgs["coordination"];
      const changed = await made(world, { coordination: raised });
      const note = (some: readonly Registration[]) => only(some, "kubernetes:core/v1:ConfigMap", "kafka-new-volumes");
      assert.deepEqual(
        [note(resources), note(changed)].map(({ inputs }) => inputs.data),
        [{ metadataVersion: "4.2" }, { metadataVersion: "4.3" }],
      );
      assert.deepEqual(podOf(changed), podOf(resources));
    });

    it("knows itself by its certificate, and others by the trusted authorities", () => {
      const { metadata, spec } = set(resources).inputs.spec.template;
      const known = world === "known outputs";
      assert.equal(metadata.annotations["kafka-platform/certificate"], known ? "c0ffee" : unknown);
      const [, trust, tls] = spec.volumes;
      assert.equal(trust.configMap.name, known ? "kafka-trust-1" : unknown);
      assert.equal(tls.secret.secretName, "kafka-tls");
    });

    it("starts brokers only when they can find each other", () => {
      for (const name of ["files", "new-volumes", "headless", "bootstrap"]) {
        assert.ok(set(resources).dependencies.includes(`kafka-${name}`), name);
      }
    });

    it("leaves EXTERNAL as it is until a change of the brokers is judged: who judges it asks them there", () => {
      for (const id of [0, 1, 2]) {
        assert.deepEqual(service(resources, `kafka-${id}-external`).dependencies, ["kafka-brokers"]);
        assert.ok(!set(resources).dependencies.includes(`kafka-${id}-external`));
      }
    });
  });
}

describe("a Kafka cluster whose metadata others keep", () => {
  for (const [place, name] of [
    ["dedicated", "kraft-dedicated"],
    ["zookeeper", "zookeeper"],
  ] as const) {
    it(`opens no port for controllers, with ${name}`, async () => {
      const changed = await made("known outputs", { coordination: places[place].coordination });
      const ports = containerOf(changed).ports.map(({ containerPort }) => containerPort);
      assert.deepEqual(ports, [9091, 9092, 9094]);
      assert.deepEqual(portsOf(service(changed, "kafka-headless")), [
        ["tcp-replication", 9091],
        ["tcp-client", 9092],
      ]);
      assert.equal(set(changed).inputs.metadata.annotations["kafka-platform/coordination"], name);
      assert.ok(!containerOf(changed).volumeMounts.some((mount) => mount.name === "established"));
      const { METADATA_VERSION } = environmentOf(containerOf(changed));
      assert.equal(METADATA_VERSION, place === "zookeeper" ? undefined : "kafka-new-volumes/metadataVersion");
    });
  }
});

describe("a Kafka cluster whose brokers know their zones", () => {
  it("asks for the zone before anything else, by a service account of its own, and shows the broker the answer alone", async () => {
    const zone = { ...zonePod("tools:1"), file: "/var/run/kafka-platform/zone", scripts: { "zone.sh": "exit 0\n" } };
    const changed = await made("known outputs", { zone });
    const pod = podOf(changed);
    assert.deepEqual(
      pod.initContainers.map(({ name }: Container) => name),
      ["zone", "prepare-readiness"],
    );
    assert.equal(pod.serviceAccountName, zone.serviceAccount);
    assert.equal(pod.automountServiceAccountToken, false);
    const container = containerOf(changed);
    assert.equal(environmentOf(container).ZONE_FILE, zone.file);
    const mounts = container.volumeMounts.filter(({ name }) => name.startsWith("zone"));
    assert.deepEqual(mounts, [{ ...zone.mount, readOnly: true }]);
    const { data } = only(changed, "kubernetes:core/v1:ConfigMap", "kafka-files").inputs;
    assert.equal(data["zone.sh"], "exit 0\n");
    const items: readonly { key: string; path: string }[] = pod.volumes[0].configMap.items;
    assert.ok(items.some(({ key, path }) => key === "zone.sh" && path === "bin/zone.sh"));
    assert.ok(zone.volumes.every(({ name }) => pod.volumes.some((volume: { name: string }) => volume.name === name)));
  });
});
