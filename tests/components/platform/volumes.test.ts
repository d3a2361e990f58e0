import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import type { PlatformSettings } from "../../../components/platform/settings";
import { volumes } from "../../../components/platform/volumes";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { withKubernetesApi } from "../kubernetes-api";
import { type Registration, register } from "../mocks";
import { clusterOf, registerIssued } from "../platform";

const controllers = {
  count: 3,
  resources: { cpu: "500m", memory: "2Gi" },
  jvm: { heap: "768Mi" },
  storageSize: "3Gi",
};

const patches = (resources: readonly Registration[]) =>
  resources.filter(({ type }) => type.endsWith(":PersistentVolumeClaimPatch"));

// In a preview, where volumes that are there are known and nothing has to grow.
const sizes = async (settings: PlatformSettings): Promise<Record<string, string>> => {
  const resources = await withKubernetesApi(
    (path) => (path.includes("/persistentvolumeclaims/") ? { metadata: { uid: "u" } } : undefined),
    () =>
      register("outputs of an earlier update", () => {
        const set = (name: string) => new k8s.apps.v1.StatefulSet(name, {});
        const combined = settings.zookeeper === undefined && settings.kraft?.controllers === undefined;
        volumes(settings, { brokers: set("brokers"), coordinators: combined ? undefined : set("coordinators") }, {});
      }),
  );
  return Object.fromEntries(
    patches(resources).map(({ inputs }) => [inputs.metadata.name, inputs.spec.resources.requests.storage]),
  );
};

describe("the volumes of a platform", () => {
  it("are as large as the settings say, each kind of its own size", async () => {
    assert.deepEqual(await sizes(settingsOf(dev({ kraft: { controllers }, storage: { size: "4Gi" } }))), {
      "data-kafka-0": "4Gi",
      "data-kafka-1": "4Gi",
      "data-kafka-2": "4Gi",
      "data-kafka-controller-0": "3Gi",
      "data-kafka-controller-1": "3Gi",
      "data-kafka-controller-2": "3Gi",
    });
    const production = await sizes(settingsOf(prod()));
    assert.deepEqual([production["data-kafka-2"], production["data-zookeeper-2"]], ["500Gi", "20Gi"]);
    assert.equal(Object.keys(production).length, 6);
  });

  it("are the brokers' alone where these are controllers too", async () => {
    assert.deepEqual(Object.keys(await sizes(settingsOf(dev()))), ["data-kafka-0", "data-kafka-1", "data-kafka-2"]);
  });

  for (const [mode, settings, own] of [
    ["ZooKeeper", settingsOf(prod()), "zookeeper-servers"],
    ["controllers", settingsOf(dev({ kraft: { controllers } })), "kafka-controller-controllers"],
  ] as const) {
    it(`grow for ${mode} though brokers wait until these are ready, which a full volume keeps them from`, async () => {
      const resources = await registerIssued("outputs of an earlier update", () => {
        const { args, cluster } = clusterOf(settings);
        volumes(settings, { brokers: cluster.statefulSet, coordinators: args.coordinated.statefulSet }, {});
      });
      const dependencies = patches(resources).map(({ name, dependencies }) => [
        name.replace(/-\d-volume$/, ""),
        dependencies,
      ]);
      const expected = { kafka: ["kafka-brokers"], [own.replace(/-[^-]*$/, "")]: [own] };
      assert.equal(dependencies.length, 6);
      assert.deepEqual(Object.fromEntries(dependencies), expected);
    });
  }
});
