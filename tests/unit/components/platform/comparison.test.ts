import assert from "node:assert/strict";
import { compareWithCluster } from "../../../../components/gates/preflight";
import { comparison } from "../../../../components/platform/comparison";
import { platformNeeds } from "../../../../components/platform/needs";
import { knownSettings } from "../../../../config/known";
import { type Answers, withKubernetesApi } from "../../../components/kubernetes-api";
import { dev, prod, settingsOf } from "../../config/stack-file";

const stack = "kafka-platform.dev";
const comparisonOf = (raw: Record<string, unknown>) => {
  const known = knownSettings(raw);
  assert.ok(known);
  return comparison(known, stack);
};

describe("what settings with mistakes are compared by", () => {
  const controllers = { count: 5, storageSize: "3Gi", resources: { cpu: 1, memory: "2Gi" }, jvm: { heap: "1Gi" } };

  it("is, where there are none, what the platform needs", () => {
    for (const raw of [
      dev(),
      dev({ kraft: { controllers } }),
      prod(),
      dev({ external: { addresses: ["a", "b"] } }),
      dev({ storage: { storageClass: "fast" } }),
    ]) {
      const { bootstrap, ...known } = comparisonOf(raw);
      const needs = platformNeeds(settingsOf(raw), {}, stack);
      assert.partialDeepStrictEqual(needs, known);
      const hosts = (addresses: readonly string[]) => addresses.map((address) => address.split(":")[0]);
      assert.deepEqual(hosts(bootstrap(["x", "y"])), hosts(needs.bootstrap(["x", "y"])));
    }
  });

  it("takes no kind of controllers for granted where their section is wrong", () => {
    assert.equal(comparisonOf(dev({ kraft: undefined })).coordination, undefined);
    assert.equal(comparisonOf(dev({ kraft: { controllers: 3 } })).coordination, undefined);
    assert.equal(comparisonOf(dev({ kafka: { coordination: "raft" } })).coordination, undefined);
    const wrong = comparisonOf(dev({ kraft: { controllers: { ...controllers, count: 4 } } }));
    assert.deepEqual(
      [wrong.coordination, wrong.coordinators?.count, wrong.coordinators?.volumeSize],
      ["kraft-dedicated", undefined, "3Gi"],
    );
  });
});

describe("compareWithCluster", () => {
  const metadata = { name: "kafka", uid: "1", managedFields: [{ manager: "pulumi-kubernetes-1" }] };
  const there: Answers = (path) => thereWith()(path);
  const thereWith =
    (...classes: readonly (string | undefined)[]): Answers =>
    (path) => {
      const name = path.split("?")[0]?.split("/").at(-1) ?? "";
      if (path.includes("/statefulsets/kafka")) {
        const annotations = { "kafka-platform/coordination": "kraft-combined" };
        return {
          metadata: { ...metadata, annotations },
          spec: { replicas: 3, template: { spec: { containers: [] } } },
        };
      }
      if (name === "persistentvolumeclaims") {
        const items = (classes.length > 0 ? classes : [undefined]).map((storageClassName, ordinal) => ({
          metadata: { name: `data-kafka-${ordinal}` },
          spec: { resources: { requests: { storage: "2Gi" } }, ...(storageClassName && { storageClassName }) },
        }));
        return { items };
      }
      if (path.endsWith("/namespaces/kafka")) {
        return { metadata: { name, labels: { "kafka-platform/stack": stack } } };
      }
      return ["nodes", "pods", "services"].includes(name) ? { items: [] } : undefined;
    };
  const compared = (raw: Record<string, unknown>, answers = there) =>
    withKubernetesApi(answers, () => compareWithCluster(comparisonOf(raw)));

  it("tells what the cluster cannot take, whatever else is wrong with the settings", async () => {
    assert.equal(
      await compared(dev({ kafka: { networkThreads: 0 }, storage: { size: "1Gi" } })),
      "Besides, the cluster cannot take this:\n" +
        "  The brokers' volumes have 2Gi, and storage.size is 1Gi: volumes never shrink. Set storage.size to 2Gi or more.",
    );
  });

  it("refuses another StorageClass than the volumes have, since none of them would move", async () => {
    const asked = (storageClass: string | undefined, ...classes: readonly (string | undefined)[]) =>
      compared(dev({ storage: { storageClass } }), thereWith(...classes));
    assert.equal(
      await asked("fast", "slow", "slow", "slow"),
      "Besides, the cluster cannot take this:\n" +
        "  The brokers' volumes are of the StorageClass slow, and storage.storageClass is fast: volumes never move by " +
        "themselves. Set storage.storageClass to slow.",
    );
    assert.match((await asked("fast", "slow", "lazy")) ?? "", /Set storage\.storageClass to lazy or slow\.$/);
    assert.equal(await asked("slow", "slow", "slow"), undefined);
    // One that a person has put in the place of another.
    assert.equal(await asked("slow", "slow", "fast"), undefined);
    // The default class, and a volume that was made by hand.
    assert.equal(await asked(undefined, "slow", "slow"), undefined);
    assert.equal(await asked("fast", undefined), undefined);
  });

  it("adds nothing where the cluster can take what is right", async () => {
    assert.equal(await compared(dev({ kafka: { networkThreads: 0 } })), undefined);
    assert.equal(await compared(dev({ storage: { size: 1 } })), undefined);
  });

  it("says that it does not know where the cluster does not answer", async () => {
    const report = await withKubernetesApi(there, () =>
      compareWithCluster(comparisonOf(dev({ kubernetes: { context: "elsewhere" } }))),
    );
    assert.match(
      report ?? "",
      /^Whether the cluster could take the rest is not known\. No cluster to work on: the kubeconfig has no context elsewhere, /,
    );
  });
});
