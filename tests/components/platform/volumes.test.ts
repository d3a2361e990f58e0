import assert from "node:assert/strict";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { PlatformSettings } from "../../../components/platform/settings";
import { volumes } from "../../../components/platform/volumes";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { withKubernetesApi } from "../kubernetes-api";
import { register } from "../mocks";

const controllers = {
  count: 3,
  resources: { cpu: "500m", memory: "2Gi" },
  jvm: { heap: "768Mi" },
  storageSize: "3Gi",
};

// In a preview, where volumes that are there are known and nothing has to grow.
const sizes = async (settings: PlatformSettings): Promise<Record<string, string>> => {
  const resources = await withKubernetesApi(
    (path) => (path.includes("/persistentvolumeclaims/") ? { metadata: { uid: "u" } } : undefined),
    () =>
      register("outputs of an earlier update", () => {
        const pods = new k8s.core.v1.ConfigMap("pods", {});
        volumes(settings, pulumi.output(pods), {});
      }),
  );
  const claims = resources.filter(({ type }) => type.endsWith(":PersistentVolumeClaimPatch"));
  assert.ok(claims.every(({ dependencies }) => dependencies.includes("pods")));
  return Object.fromEntries(claims.map(({ inputs }) => [inputs.metadata.name, inputs.spec.resources.requests.storage]));
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
});
