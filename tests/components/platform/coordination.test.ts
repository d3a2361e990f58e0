import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { served } from "../../../components/platform/served";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { failuresOf, only } from "../mocks";
import { clusterOf, registerIssued } from "../platform";

const controllers = {
  count: 5,
  resources: { cpu: "500m", memory: "2Gi" },
  jvm: { heap: "768Mi" },
  storageSize: "3Gi",
};

for (const [what, settings, set] of [
  ["controllers", settingsOf(dev({ kraft: { controllers } })), "kafka-controller"],
  ["ZooKeeper's servers", settingsOf(prod({ zookeeper: { servers: 5 } })), "zookeeper"],
] as const) {
  /** Whether brokers had begun, and an update had ended, at the second look at a pod that is ready from then on. */
  async function atTheSecondLook(deployed: boolean) {
    let registered: () => readonly string[] = () => [];
    let looks = 0;
    let seen: readonly string[] = [];
    const ready = (pod: string) => {
      if (pod === `${set}-4`) {
        looks += 1;
        seen = looks === 2 ? registered() : seen;
        return looks > 1;
      }
      return true;
    };
    const all = await registerIssued(
      "known outputs",
      (soFar) => {
        registered = () => soFar.map(({ name }) => name);
        const { coordinated } = clusterOf(settings, deployed).args;
        new random.RandomId("end", { byteLength: 1 }, { dependsOn: [...coordinated.ready] });
      },
      ready,
    );
    assert.equal(all.filter(({ name }) => name === "end").length, 1);
    return { begun: seen.includes("kafka-brokers"), ended: seen.includes("end") };
  }

  describe(`the brokers of a platform with ${what} of which one is not ready`, () => {
    it("start at the same time when it is being made, which is done when the last one is ready", async () => {
      assert.deepEqual(await atTheSecondLook(false), { begun: true, ended: false });
    });

    it("wait for the last one before they change", async () => {
      assert.deepEqual(await atTheSecondLook(true), { begun: false, ended: false });
    });
  });

  describe(`a platform with ${what} of which one never gets ready`, () => {
    for (const [deployed, untouched] of [
      [false, "no topic was touched"],
      [true, "no broker was touched"],
    ] as const) {
      it(`says that ${untouched}${deployed ? "" : " when it is being made"}`, async () => {
        const impatient = { ...settings, kafka: { ...settings.kafka, readyTimeout: "1s" } };
        const failures = await failuresOf(async () => {
          await registerIssued(
            "known outputs",
            () => {
              const { ready } = clusterOf(impatient, deployed).args.coordinated;
              new random.RandomId("end", { byteLength: 1 }, { dependsOn: [...ready] });
            },
            (pod) => pod !== `${set}-4`,
          );
        });
        assert.match(failures.join("\n"), new RegExp(` is not ready after 1s; ${untouched}\\. What is missing:`));
      });
    }
  });

  describe(`what serves on ${what}`, () => {
    it("does so only when all of them are ready, and is the brokers", async () => {
      let met = false;
      let early = true;
      // In a preview, where gates ask nothing of brokers that do not exist.
      const resources = await registerIssued("outputs of an earlier update", (soFar) => {
        const { args, cluster } = clusterOf(settings);
        const last = pulumi.output(
          new Promise<pulumi.Resource>((resolve) => {
            setTimeout(() => {
              met = true;
              early = soFar.some(({ name }) => name === "topics");
              resolve(cluster);
            }, 300);
          }),
        );
        const dependsOn = served(cluster, { ...args, coordinated: { ...args.coordinated, ready: [last] } });
        new random.RandomId("topics", { byteLength: 1 }, { dependsOn });
      });
      assert.deepEqual([met, early], [true, false]);
      assert.ok(only(resources, "random:index/randomId:RandomId", "topics").dependencies.includes("kafka-brokers"));
    });
  });
}
