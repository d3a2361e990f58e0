/** What docs/operations.md says of recovery, done to a real platform. */
import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { nodeCut, nodeHeal } from "../../local/cluster/cluster";
import { inNode } from "../../local/cluster/node";
import { type LocalStack, pulumi } from "../../local/stack";
import { waitFor } from "../../local/support/wait";
import { campaign } from "../support/campaign/campaign";
import { underLoad } from "../support/campaign/under-load";
import { produce, readAll } from "../support/kafka-clients";
import { drains } from "../support/rolling/drains";
import { lagging } from "../support/rolling/lagging";
import { labelOf, onPlatform, platformOf, untilWhole } from "../support/rolling/platforms";
import { PodWatch } from "../support/rolling/pod-watch";
import {
  allNodesOffAndOn,
  incarnations,
  inPod,
  nodeOf,
  pods,
  serving,
  survivors,
  untilServing,
} from "../support/rolling/pods";
import { overlaid, type Settings } from "../support/rolling/production";
import { loseVolumes } from "../support/rolling/volumes";
import {
  assertNothingLeftToDo,
  bootstrap,
  kube,
  layout,
  pulumiDestroy,
  pulumiUp,
  TEST_CLUSTER,
  tryPulumi,
} from "../support/test-platform";

const HOURS = 3_600_000;
const FEWER_THREADS = { "kafka-platform:kafka": { networkThreads: 2 } };
const LARGER = {
  ...FEWER_THREADS,
  "kafka-platform:storage": { size: "4Gi" },
  ...(campaign().mode === "zookeeper" && { "kafka-platform:zookeeper": { storageSize: "2Gi" } }),
};
const DATA = "/var/lib/kafka";
const TOPIC = "billing.transactions";
const CLAIM = "custom-columns=NAME:.metadata.name,PHASE:.status.phase,VOLUME:.spec.volumeName";

const { mode } = campaign();
const platform = platformOf(mode);
const [set] = platform.sets;
const withPlatform = <T>(work: (stack: LocalStack) => Promise<T>, changes: Settings = {}) =>
  onPlatform(platform, changes, work);

const log = (pod: string) => kube("logs", pod, "-n", "kafka", "--tail=50").catch(() => "");
const patch = (spec: object) =>
  kube("patch", "statefulset", "kafka", "-n", "kafka", "--type=merge", "-p", JSON.stringify({ spec }));

/** Does something that no record may be lost by, though for a while nobody can write any. */
async function keepingRecords(stack: LocalStack, work: () => Promise<unknown>): Promise<void> {
  const values = Array.from({ length: 1000 }, (_, i) => `before-${Date.now()}-${i}`);
  await produce(await bootstrap(stack), TOPIC, values);
  const before = await readAll(await bootstrap(stack), TOPIC);
  await work();
  assert.deepEqual((await readAll(await bootstrap(stack), TOPIC)).sort(), before.sort());
  await produce(await bootstrap(stack), TOPIC, ["after"]);
}

describe(`recovery of a platform with ${platform.title}`, function () {
  this.timeout(HOURS);
  const perform = underLoad(`recovery-${mode}`, `Losses with ${platform.title}`);

  before(() => withPlatform((stack) => pulumiUp(stack)));

  for (const pod of new Set(["kafka-1", `${set}-0`])) {
    it(`${pod}, whose volume is lost under load, comes back by itself`, () =>
      withPlatform(async (stack) => {
        const work = async () => {
          await loseVolumes(pod);
          await untilWhole(platform);
        };
        await perform({ change: `${pod}'s volume`, from: "full", to: "lost, and an empty one", stack, work });
        await pulumiUp(stack);
        await assertNothingLeftToDo(stack);
      }));
  }

  it("a node that is cut off until Kubernetes gives its pods up has them again when the network is back", () =>
    withPlatform(async (stack) => {
      const work = async () => {
        const node = await nodeOf("kafka-1");
        await nodeCut(TEST_CLUSTER, node);
        const givenUp = async () =>
          (await pods()).some(
            ({ metadata }) => metadata.name === "kafka-1" && metadata.deletionTimestamp !== undefined,
          );
        await waitFor("Kubernetes to give kafka-1 up", givenUp, { timeoutMs: 300_000, everyMs: 1000 });
        await nodeHeal(TEST_CLUSTER, node);
        await untilWhole(platform);
      };
      await perform({ change: "a node's network", from: "there", to: "cut, and back", stack, work });
    }));

  it("two of three volumes of what keeps the metadata come back as the handbook says", () =>
    withPlatform((stack) =>
      keepingRecords(stack, async () => {
        await loseVolumes(`${set}-1`, `${set}-2`);
        if (mode !== "zookeeper") {
          const waits = async () =>
            /this voter waits until 2 others/.test((await log(`${set}-1`)) + (await log(`${set}-2`)));
          await waitFor("a voter that says what it waits for", waits, { timeoutMs: 300_000, everyMs: 1000 });
          await kube("exec", `${set}-1`, "-n", "kafka", "-c", "kafka", "--", "touch", "/tmp/begin-empty");
        } else {
          await kube("delete", "configmap", "zookeeper-established", "-n", "kafka");
          await kube("delete", "pod", "zookeeper-1", "-n", "kafka");
        }
        await untilWhole(platform);
        await pulumiUp(stack, "--refresh");
        await assertNothingLeftToDo(stack);
      }),
    ));

  it("a roll is held where it is, and let go on", () =>
    withPlatform(async (stack) => {
      const watch = await PodWatch.start();
      const before = await survivors();
      const up = pulumiUp(stack);
      const begun = waitFor("the roll", () => "kafka-2" in watch.remade(), { timeoutMs: 120_000, everyMs: 100 });
      await Promise.race([begun, up]); // an up that fails says why
      await patch({ updateStrategy: { rollingUpdate: { partition: 2 } } });
      await untilServing(3);
      await sleep(30_000); // long enough for a roll that is not held to go on
      assert.deepEqual(await survivors(), before);
      await patch({ updateStrategy: { rollingUpdate: { partition: 0 } } });
      await up;
      await watch.stop();
      watch.assertRolled("kafka-0", "kafka-1", "kafka-2");
      await assertNothingLeftToDo(stack);
    }, FEWER_THREADS));

  it("a roll that broke its second pod is taken back by hand, one pod at a time", async () => {
    const image = `localhost/kafka:${mode === "zookeeper" ? "3.9.2" : "4.2.0"}`;
    const partly = "localhost/kafka:on-one-node";
    const broken = overlaid(FEWER_THREADS, { "kafka-platform:kafka": { image: partly, readyTimeout: "3m" } });
    const node = layout().nodes[(await nodeOf("kafka-2")) - 1];
    assert.ok(node);
    await inNode(node, "ctr", "-n", "k8s.io", "images", "tag", image, partly);
    await withPlatform(
      async (stack) => {
        const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
        assert.notEqual(exitCode, 0, output);
        assert.match(output, /pod kafka-1 is not ready: .*(ErrImagePull|ImagePullBackOff)/);
      },
      mode === "zookeeper" ? { ...broken, "kafka-platform:zookeeper": { image } } : broken,
    );
    await withPlatform(async (stack) => {
      const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /now is no moment for it/);

      const { "kafka-0": untouched } = await incarnations();
      await patch({ updateStrategy: { type: "OnDelete", rollingUpdate: null } });
      await kube("rollout", "undo", "statefulset", "kafka", "-n", "kafka");
      await kube("delete", "pod", "kafka-1", "-n", "kafka");
      await untilServing(3);
      const watch = await PodWatch.start();
      await patch({ updateStrategy: { type: "RollingUpdate" } });
      await waitFor("kafka-2 to follow", () => "kafka-2" in watch.remade(), { timeoutMs: 120_000, everyMs: 100 });
      await untilServing(3);
      await watch.stop();
      watch.assertRolled("kafka-2");
      assert.equal((await incarnations())["kafka-0"], untouched);
      await pulumiUp(stack, "--refresh");
      assert.equal((await incarnations())["kafka-0"], untouched);
      await assertNothingLeftToDo(stack);
    }, FEWER_THREADS);
  });

  it("a StatefulSet that was deleted, its pods left to run, has them again", () =>
    withPlatform(async (stack) => {
      const before = await incarnations();
      await kube("delete", "statefulset", "kafka", "-n", "kafka", "--cascade=orphan");
      const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
      assert.notEqual(exitCode, 0, output);
      const target = /^ +pulumi refresh --target '(urn:.*::kafka-brokers)'$/m.exec(output)?.[1];
      assert.ok(target, output);
      await pulumi(stack, ["refresh", "--yes", "--skip-preview", "--stack", stack.name, "--target", target]);
      await pulumiUp(stack);
      assert.deepEqual(await incarnations(), before);
      await assertNothingLeftToDo(stack);
    }, FEWER_THREADS));

  it("a broker that stopped because its volume is full goes on with a larger one", async () => {
    // The file system keeps some of what it calls available to itself.
    const fill = `fallocate -l $(($(df --output=avail -B1 ${DATA} | tail -1) - (16 << 20))) ${DATA}/filler`;
    const values = Array.from({ length: 1000 }, (_, i) => `${i}-${"x".repeat(1000)}`);
    await withPlatform(async (stack) => {
      await kube("exec", "kafka-1", "-n", "kafka", "-c", "kafka", "--", "bash", "-c", fill);
      await waitFor(
        "the broker to stop",
        async () => {
          await produce(await bootstrap(stack), TOPIC, values);
          return !(await serving()).includes("kafka-1");
        },
        { timeoutMs: 300_000 },
      );
    });
    await withPlatform(
      (stack) =>
        keepingRecords(stack, async () => {
          await pulumiUp(stack);
          await untilServing(3);
          await assertNothingLeftToDo(stack);
        }),
      { ...FEWER_THREADS, "kafka-platform:storage": { size: "3Gi" } },
    );
  });

  it("gets larger volumes without a restart, by one setting for each kind", async () => {
    const everyPod = () => Promise.all(platform.sets.map((one) => incarnations(labelOf(one))));
    const before = await everyPod();
    await withPlatform(async (stack) => {
      const output = await pulumiUp(stack);
      assert.doesNotMatch(output, /StatefulSet \S+ (replac|delet|creat)/);
      await assertNothingLeftToDo(stack);
    }, LARGER);
    const mebibytes = async (pod: string, path: string) =>
      Number(await inPod(pod, `df -m ${path} | tail -1 | awk '{print $2}'`));
    for (const id of [0, 1, 2]) {
      assert.ok((await mebibytes(`kafka-${id}`, DATA)) > 3600, `kafka-${id}`);
      if (mode === "zookeeper") {
        assert.ok((await mebibytes(`zookeeper-${id}`, "/var/lib/zookeeper")) > 1800, `zookeeper-${id}`);
      }
    }
    assert.deepEqual(await everyPod(), before);
  });

  it("all three nodes lose their power, and it serves again without help, with every record", () =>
    withPlatform(
      (stack) =>
        keepingRecords(stack, async () => {
          await allNodesOffAndOn();
          await untilWhole(platform);
        }),
      LARGER,
    ));

  // Before the drains, after which broker 2 may lead all partitions for a while and have nobody to lag behind.
  lagging(() => withPlatform((stack) => bootstrap(stack)));
  for (const one of platform.sets) {
    drains(one);
  }

  describe("a platform that is destroyed with storage.retainOnDelete", () => {
    const claims = () => kube("get", "persistentvolumeclaims", "-n", "kafka", "--no-headers", "-o", CLAIM);

    it("leaves its volumes, and what says that they are not new", () =>
      withPlatform(
        async (stack) => {
          await pulumiUp(stack);
          const before = await claims();
          await pulumiDestroy(stack);
          assert.equal(await kube("get", "statefulsets", "-n", "kafka", "-o", "name"), "");
          assert.match(before, /^data-kafka-2 +Bound/m);
          assert.equal(await claims(), before);
          await kube("get", "configmap", `${set}-established`, "-n", "kafka");
        },
        overlaid(LARGER, { "kafka-platform:storage": { retainOnDelete: true } }),
      ));
  });
});
