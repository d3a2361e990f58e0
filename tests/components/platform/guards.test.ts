import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { dev, prod, settingsOf } from "../../unit/config/stack-file";
import { issuing, rolledOut, withKubernetesApi } from "../kubernetes-api";
import { register } from "../mocks";
import { clusterOf } from "../platform";

const controllers = { count: 3, resources: { cpu: "500m", memory: "2Gi" }, jvm: { heap: "768Mi" }, storageSize: "3Gi" };

/**
 * What is said of a change of a StatefulSet, in a cluster where brokers have no Services; empty when it may go on.
 *
 * @param template the template that it is to have
 * @param missing the pod that is not ready
 */
async function judged(settings: ReturnType<typeof settingsOf>, set: string, template: string, missing: string) {
  const pods = rolledOut((pod) => pod !== missing);
  return withKubernetesApi(
    (path) => issuing(path) ?? pods(path),
    async () => {
      const hooks: pulumi.ResourceHook[] = [];
      const transformations: pulumi.ResourceTransformation[] = [
        ({ opts }) => {
          hooks.push(...((opts.hooks?.beforeUpdate ?? []) as pulumi.ResourceHook[]));
          return undefined;
        },
      ];
      await register("outputs of an earlier update", () => void clusterOf(settings, true, { transformations }));
      const annotations = { "kafka-platform/template": template };
      const newInputs = { spec: { template: { metadata: { annotations } } } };
      try {
        await hooks.find(({ name }) => name === `${set}-restart-guard`)?.callback({ newInputs } as never);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    },
  );
}

for (const [what, settings, set] of [
  ["controllers", settingsOf(dev({ kraft: { controllers } })), "kafka-controller"],
  ["ZooKeeper's servers", settingsOf(prod()), "zookeeper"],
] as const) {
  describe(`the guard of ${what}`, () => {
    it("refuses a change while a broker is missing, and asks the brokers", async () => {
      const said = await judged(settings, set, "t2", "kafka-1");
      assert.ok(said.startsWith(`This change restarts ${[0, 1, 2, 3, 4].map((id) => `${set}-${id}`).join(", ")}, and`));
      assert.match(said, /now is no moment for it; nothing was restarted:$/m);
      assert.match(said, /^ {2}pod kafka-1 is not ready$/m);
      assert.match(said, /^ {2}broker 2 does not answer at any address: its Service has none$/m);
      assert.match(
        said,
        /^Wait until it has passed \(`kubectl -n kafka get pods`\), mend it, or take back the change/m,
      );
    });

    it("lets a change be taken back while a broker is missing: it may have broken that one", async () => {
      assert.equal(await judged(settings, set, "t0", "kafka-1"), "");
    });
  });

  describe(`the guard of brokers with ${what}`, () => {
    it("refuses a change while one of these is missing", async () => {
      const said = await judged(settings, "kafka", "t2", `${set}-2`);
      assert.match(said, /^This change restarts kafka-0, /);
      assert.ok(said.includes(`\n  pod ${set}-2 is not ready\n`), said);
    });

    it("refuses what restarts brokers that serve while one is missing, though it be a change back", async () => {
      assert.match(await judged(settings, "kafka", "t0", "kafka-1"), /^ {2}pod kafka-1 is not ready$/m);
    });
  });
}
