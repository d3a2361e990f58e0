import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Controllers } from "../../../components/kraft/controllers";
import { controllerVoters } from "../../../components/kraft/names";
import { parsed } from "../../unit/components/kafka/places";
import { environmentOf, nodeArgs } from "../kafka/node-args";
import { only, type Registration, register, unknown, worlds } from "../mocks";

for (const world of worlds) {
  describe(`controllers in pods of their own, with ${world}`, () => {
    let resources: readonly Registration[];
    let set: Registration;
    // biome-ignore lint/suspicious/noExplicitAny: Kubernetes objects as plain values
    let spec: any, container: any;

    before(async () => {
      resources = await register(world, () => {
        const beforeUpdate = new pulumi.ResourceHook("guard", () => undefined);
        void new Controllers(
          "kafka-controller",
          {
            ...nodeArgs(world),
            replicationFactor: 3,
            minInsyncReplicas: 2,
            properties: { "num.partitions": 6 },
            voters: controllerVoters(5, "kafka"),
            metadataVersion: "4.2",
            beforeUpdate,
          },
          {},
        );
      });
      set = only(resources, "kubernetes:apps/v1:StatefulSet");
      spec = set.inputs.spec;
      container = spec.template.spec.containers[0];
    });

    it("are these resources, all of them their own children", () => {
      assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`).sort(), [
        "kafka-platform:kraft:Controllers kafka-controller",
        "kubernetes:apps/v1:StatefulSet kafka-controller-controllers",
        "kubernetes:core/v1:ConfigMap kafka-controller-files",
        "kubernetes:core/v1:ConfigMap kafka-controller-new-volumes",
        "kubernetes:core/v1:Service kafka-controller-headless",
        "kubernetes:policy/v1:PodDisruptionBudget kafka-controller-disruption-budget",
      ]);
      assert.deepEqual(
        [...new Set(resources.filter(({ parent }) => parent).map(({ parent }) => parent))],
        ["kafka-controller"],
      );
    });

    it("are as many as vote, and nobody who looks for brokers finds them", () => {
      assert.equal(spec.replicas, 5);
      assert.deepEqual(spec.template.metadata.labels, { app: "kafka-controller" });
      assert.deepEqual([set.inputs.metadata.name, spec.serviceName], ["kafka-controller", "kafka-controller"]);
    });

    it("can be reached where the voters say that they are, by one listener alone", () => {
      const { metadata, spec: service } = only(resources, "kubernetes:core/v1:Service").inputs;
      assert.equal(metadata.name, "kafka-controller");
      assert.deepEqual(service.ports, [{ name: "tcp-controller", port: 9093, targetPort: "tcp-controller" }]);
      assert.deepEqual(container.ports, [{ name: "tcp-controller", containerPort: 9093 }]);
    });

    it("are ready when they are in the quorum, and alive when they listen", () => {
      const { data } = only(resources, "kubernetes:core/v1:ConfigMap", "kafka-controller-files").inputs;
      assert.match(data["readiness.sh"], /--bootstrap-controller localhost:9093/);
      assert.deepEqual(container.livenessProbe.tcpSocket, { port: "tcp-controller" });
    });

    it("have ids above the brokers', and the cluster's id and release for new volumes", () => {
      const { NODE_ID_BASE, CLUSTER_ID, METADATA_VERSION, POD_DOMAIN, EXTERNAL_HOSTS } = environmentOf(container);
      assert.deepEqual(
        [NODE_ID_BASE, CLUSTER_ID, METADATA_VERSION, POD_DOMAIN, EXTERNAL_HOSTS],
        [
          "100",
          world === "known outputs" ? "4L6g3nShT-eMCtK--X86sw" : unknown,
          "kafka-controller-new-volumes/metadataVersion",
          "kafka-controller.kafka.svc.cluster.local",
          undefined,
        ],
      );
    });

    it("are controllers in their configuration, in files that are named by what is in them", () => {
      const { metadata, data, immutable } = only(
        resources,
        "kubernetes:core/v1:ConfigMap",
        "kafka-controller-files",
      ).inputs;
      const properties = parsed(data["server.properties"]);
      assert.deepEqual([properties["process.roles"], properties["num.partitions"]], ["controller", "6"]);
      assert.match(metadata.name, /^kafka-controller-files-[0-9a-f]{10}$/);
      assert.equal(spec.template.spec.volumes[0].configMap.name, metadata.name);
      assert.equal(immutable, true);
      assert.ok(set.dependencies.includes("kafka-controller-files"));
    });

    it("learn from a marker, which may come later, whether their quorum is new", () => {
      const volume = spec.template.spec.volumes.find(({ name }: { name: string }) => name === "established");
      assert.deepEqual(volume.configMap, { name: "kafka-controller-established", optional: true });
      const mount = container.volumeMounts.find(({ name }: { name: string }) => name === "established");
      assert.deepEqual([mount.mountPath, mount.readOnly], ["/opt/kafka-platform/established", true]);
    });

    it("prove themselves by the brokers' certificate, and have a change judged first", () => {
      assert.equal(spec.template.spec.volumes[2].secret.secretName, "kafka-tls");
      assert.deepEqual(set.beforeUpdate, ["guard"]);
    });
  });
}
