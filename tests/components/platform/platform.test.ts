import assert from "node:assert/strict";
import * as random from "@pulumi/random";
import type { Coordinated } from "../../../components/platform/coordination";
import { coordinate } from "../../../components/platform/coordination";
import type { PlatformSettings } from "../../../components/platform/settings";
import { parsed } from "../../unit/components/kafka/places";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { isSecret, only, type Registration, unknown, type World } from "../mocks";
import { clusterOf, registerIssued } from "../platform";

const controllers = {
  count: 5,
  resources: { cpu: "500m", memory: "2Gi" },
  jvm: { heap: "768Mi", options: ["-XX:+UseZGC"] },
  storageSize: "3Gi",
};
const kraft = settingsOf(dev());
const dedicated = settingsOf(dev({ kraft: { controllers } }));
const zooKeeper = settingsOf(prod({ zookeeper: { servers: 5 } }));

// An update ends when what keeps the metadata is ready, and not before.
const end = ({ ready }: Coordinated) => new random.RandomId("end", { byteLength: 1 }, { dependsOn: [...ready] });

async function made(settings: PlatformSettings, world: World = "known outputs") {
  let coordinated: Coordinated | undefined;
  const resources = await registerIssued(world, () => {
    coordinated = clusterOf(settings).args.coordinated;
    end(coordinated);
  });
  return { resources, coordinated: coordinated as Coordinated };
}

const set = (resources: readonly Registration[], name: string) => {
  const type = "kubernetes:apps/v1:StatefulSet";
  const found = resources.filter((one) => one.type === type && one.inputs.metadata.name === name);
  assert.equal(found.length, 1, name);
  return found[0] as Registration;
};
const container = (resources: readonly Registration[], name: string) =>
  set(resources, name).inputs.spec.template.spec.containers[0];
const sets = (resources: readonly Registration[]) =>
  resources.filter(({ type }) => type.endsWith(":StatefulSet")).map(({ inputs }) => inputs.metadata.name);
const serverProperties = (resources: readonly Registration[]) =>
  parsed(only(resources, "kubernetes:core/v1:ConfigMap", "kafka-files").inputs.data["server.properties"]);

describe("all pods of a platform", () => {
  for (const [mode, stack] of [
    ["controllers", dev({ kraft: { controllers }, kubernetes: { priorityClass: "vital" } })],
    ["ZooKeeper", prod({ kubernetes: { priorityClass: "vital" } })],
  ] as const) {
    it(`have the priority that the settings name, with ${mode}`, async () => {
      const { resources } = await made(settingsOf(stack));
      const names = sets(resources);
      assert.equal(names.length, 2);
      const classes = names.map((name) => set(resources, name).inputs.spec.template.spec.priorityClassName);
      assert.deepEqual(classes, ["vital", "vital"]);
    });
  }
});

describe("a platform whose brokers are controllers", () => {
  it("has no other pods, and nothing to wait for before brokers change", async () => {
    const { resources, coordinated } = await made(kraft);
    assert.deepEqual(sets(resources), ["kafka"]);
    assert.deepEqual([coordinated.before, coordinated.ready, coordinated.sets], [[], [], []]);
    assert.equal(serverProperties(resources)["process.roles"], "broker,controller");
  });

  it("is made as its settings say", async () => {
    const { resources } = await made(
      settingsOf(dev({ kafka: { brokers: 4, replicationFactor: 4, minInsyncReplicas: 3 } })),
    );
    const properties = serverProperties(resources);
    assert.equal(set(resources, "kafka").inputs.spec.replicas, 4);
    assert.deepEqual(
      [properties["default.replication.factor"], properties["min.insync.replicas"], properties["num.io.threads"]],
      ["4", "3", "4"],
    );
    assert.deepEqual(properties["super.users"], "User:\\u00a7CN=kafka,O=kafka;User:\\u00a7CN=kafka-admin,O=kafka");
    assert.equal(container(resources, "kafka").image, "localhost/kafka:4.2.0");
  });

  it("has the brokers' changes judged, by a guard whose name is part of the state", async () => {
    const { resources } = await made(kraft);
    assert.deepEqual(set(resources, "kafka").beforeUpdate, ["kafka-restart-guard"]);
  });

  it("shows nobody a private key: no input of a Kubernetes object is or has a secret", async () => {
    const { resources } = await made(kraft);
    const secret = (value: unknown): boolean =>
      isSecret(value) || (typeof value === "object" && value !== null && Object.values(value).some(secret));
    assert.deepEqual(
      resources.filter(({ inputs }) => secret(inputs)).map(({ name }) => name),
      [],
    );
  });

  it("has all of a broker known in a preview of what exists", async () => {
    const { resources } = await made(kraft, "outputs of an earlier update");
    assert.ok(!JSON.stringify(set(resources, "kafka").inputs).includes(unknown));
  });
});

describe("a platform with controllers of their own", () => {
  it("has them beside the brokers, in pods and volumes of their own size", async () => {
    const { resources } = await made(dedicated);
    assert.deepEqual(sets(resources).sort(), ["kafka", "kafka-controller"]);
    const { spec } = set(resources, "kafka-controller").inputs;
    assert.equal(spec.replicas, 5);
    assert.equal(spec.volumeClaimTemplates[0].spec.resources.requests.storage, "3Gi");
    const { resources: requested, image, env } = container(resources, "kafka-controller");
    assert.deepEqual([requested.requests, image], [controllers.resources, "localhost/kafka:4.2.0"]);
    const jvm = env.find(({ name }: { name: string }) => name === "JVM_OPTIONS").value;
    assert.match(jvm, /^-Xms768M -Xmx768M -XX:\+UseZGC /);
  });

  it("has brokers that call these controllers, and are none", async () => {
    const properties = serverProperties((await made(dedicated)).resources);
    assert.equal(properties["process.roles"], "broker");
    assert.match(properties["controller.quorum.voters"] ?? "", /^100@kafka-controller-0\..*,104@kafka-controller-4\./);
  });

  it("changes controllers before brokers, and has both changes judged", async () => {
    const { resources, coordinated } = await made(dedicated);
    assert.ok(set(resources, "kafka").dependencies.includes("kafka-controller-controllers"));
    assert.deepEqual(set(resources, "kafka-controller").beforeUpdate, ["kafka-controller-restart-guard"]);
    assert.deepEqual(coordinated.sets, [{ statefulSet: "kafka-controller", labels: { app: "kafka-controller" } }]);
  });

  it("is known by the brokers' certificate", async () => {
    const { resources } = await made(dedicated);
    const volumes = set(resources, "kafka-controller").inputs.spec.template.spec.volumes;
    assert.ok(volumes.some(({ secret }: { secret?: { secretName: string } }) => secret?.secretName === "kafka-tls"));
  });
});

describe("a platform with ZooKeeper", () => {
  it("has its servers beside the brokers, in the image with Kafka where none is named", async () => {
    const { resources } = await made(zooKeeper);
    assert.deepEqual(sets(resources).sort(), ["kafka", "zookeeper"]);
    const { spec } = set(resources, "zookeeper").inputs;
    assert.deepEqual([spec.replicas, spec.volumeClaimTemplates[0].spec.resources.requests.storage], [5, "20Gi"]);
    assert.equal(container(resources, "zookeeper").image, "apache/kafka:3.9.2");
    const named = await made(settingsOf(prod({ zookeeper: { image: "apache/kafka:3.9.1" } })));
    assert.equal(container(named.resources, "zookeeper").image, "apache/kafka:3.9.1");
    assert.equal(container(named.resources, "kafka").image, "apache/kafka:3.9.2");
  });

  it("has brokers that call all of them", async () => {
    const properties = serverProperties((await made(zooKeeper)).resources);
    assert.equal((properties["zookeeper.connect"] ?? "").split(",").length, 5);
    assert.equal(properties["process.roles"], undefined);
  });

  it("changes servers before brokers, and has both changes judged", async () => {
    const { resources, coordinated } = await made(zooKeeper);
    assert.ok(set(resources, "kafka").dependencies.includes("zookeeper-servers"));
    assert.deepEqual(set(resources, "zookeeper").beforeUpdate, ["zookeeper-restart-guard"]);
    assert.deepEqual(coordinated.sets, [{ statefulSet: "zookeeper", labels: { app: "zookeeper" } }]);
  });

  it("shows its servers a certificate of their own", async () => {
    const { resources } = await made(zooKeeper);
    const volumes = set(resources, "zookeeper").inputs.spec.template.spec.volumes;
    assert.ok(
      volumes.some(({ secret }: { secret?: { secretName: string } }) => secret?.secretName === "zookeeper-tls"),
    );
  });
});

describe("the marker that what keeps the metadata is no longer new", () => {
  const kept = { storage: { retainOnDelete: true } };
  const gone = { storage: { retainOnDelete: false } };
  for (const [settings, statefulSet, parent] of [
    [settingsOf(dev(kept)), "kafka", undefined],
    [settingsOf(dev(gone)), "kafka", undefined],
    [settingsOf(dev({ ...kept, kraft: { controllers } })), "kafka-controller", "kafka-controller"],
    [settingsOf(dev({ ...gone, kraft: { controllers } })), "kafka-controller", "kafka-controller"],
    [settingsOf(prod(kept)), "zookeeper", "zookeeper"],
    [settingsOf(prod(gone)), "zookeeper", "zookeeper"],
  ] as const) {
    const long = settings.storage.retainOnDelete ? "stays with volumes that stay" : "goes with volumes that go";
    it(`is made only when everything has served, is the one that ${statefulSet}'s pods look for, and ${long}`, async () => {
      const resources = await registerIssued("known outputs", () => {
        const { args, cluster } = clusterOf(settings);
        end(args.coordinated);
        args.coordinated.settle(cluster.statefulSet.id.apply(() => cluster.statefulSet) as never);
      });
      const marker = only(resources, "kubernetes:core/v1:ConfigMap", `${statefulSet}-established`);
      assert.ok(marker.dependencies.includes("kafka-brokers"));
      assert.deepEqual([marker.parent, marker.inputs.metadata.namespace], [parent, "kafka"]);
      // The volumes of a platform that comes back are not new.
      assert.equal(marker.retainOnDelete, settings.storage.retainOnDelete);
      const { volumes } = set(resources, statefulSet).inputs.spec.template.spec;
      const mounted = volumes.find(({ name }: { name: string }) => name === "established");
      assert.deepEqual(mounted.configMap, { name: marker.inputs.metadata.name, optional: true });
      const before = await made(settings);
      assert.ok(!before.resources.some(({ name }) => name.endsWith("-established")));
    });
  }
});

describe("a platform whose brokers know their zones", () => {
  it("lets them read their node's, once what allows it is there", async () => {
    const { resources } = await made(settingsOf(dev({ zones: { image: "localhost/tools:1" } })));
    const brokers = set(resources, "kafka");
    assert.equal(brokers.inputs.spec.template.spec.serviceAccountName, "kafka-zone-reader");
    const readers = resources.filter(({ name }) => name.startsWith("kafka-zones")).map(({ name }) => name);
    assert.equal(readers.length, 3);
    for (const name of readers) {
      assert.ok(brokers.dependencies.includes(name), name);
    }
    const { data } = only(resources, "kubernetes:core/v1:ConfigMap", "kafka-files").inputs;
    assert.match(data["zone.sh"], /^#!\/bin\/sh\n/);
  });
});

describe("settings that name nothing that keeps the metadata", () => {
  it("are a bug of the settings' rules, and nobody's choice", async () => {
    const { kraft: _kraft, ...without } = kraft;
    assert.throws(() => coordinate({ settings: without } as never, {}), /name nothing that keeps the metadata/);
    const nobody = { settings: zooKeeper, identities: {} };
    assert.throws(() => coordinate(nobody as never, {}), /ZooKeeper has no identity/);
  });
});
