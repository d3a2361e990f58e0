import { strict as assert } from "node:assert";
import { nodePowerOff, nodePowerOn } from "../../local/cluster/cluster";
import type { LocalStack } from "../../local/stack";
import { run } from "../../local/support/run";
import { waitFor } from "../../local/support/wait";
import { produce } from "../support/kafka-clients";
import { renew, servedSerials } from "../support/rolling/certificates";
import { PodWatch } from "../support/rolling/pod-watch";
import { incarnations, nodeOf, pods, serves, untilServing } from "../support/rolling/pods";
import { withStack } from "../support/rolling/production";
import { withLoad } from "../support/rolling/with-load";
import {
  bootstrap,
  kube,
  layout,
  pulumiUp,
  TEST_CLUSTER,
  testStack,
  toolchain,
  tryPulumi,
} from "../support/test-platform";

const MINUTES = 60_000;

/** The settings of the repository, with a change that every broker has to be started anew for. */
const FEWER_THREADS = { networkThreads: 2 };

/** @param kafka further settings of the brokers */
const withBrokers = <T>(kafka: object, work: (stack: LocalStack) => Promise<T>) =>
  withStack("dev", { "kafka-platform:kafka": { ...FEWER_THREADS, ...kafka } }, work);

const nothingLeftToDo = async (stack: LocalStack) => {
  const { exitCode, output } = await tryPulumi(stack, "preview", "--expect-no-changes", "--diff");
  assert.equal(exitCode, 0, output);
};

const used = async (broker: string) =>
  kube("exec", broker, "-n", "kafka", "-c", "kafka", "--", "cat", "/tmp/server.properties");

/** The lives of the brokers that stay up when kafka-2 does not. */
const survivors = async () => {
  const { "kafka-2": _, ...others } = await incarnations();
  return others;
};

describe("a change of the brokers' settings", () => {
  it("is refused in preview and in up while a broker is down, with the reason and the remedy", async () => {
    const node = await nodeOf("kafka-2");
    await nodePowerOff(TEST_CLUSTER, node);
    try {
      const down = async () => (await pods()).some((pod) => pod.metadata.name === "kafka-2" && !serves(pod));
      await waitFor("kafka-2 to be missed", down, { timeoutMs: 3 * MINUTES, everyMs: 1000 });
      const before = await survivors();
      await withBrokers({}, async (stack) => {
        for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
          const { exitCode, output } = await tryPulumi(stack, ...command);
          assert.notEqual(exitCode, 0, output);
          assert.match(output, /This change restarts kafka-0, kafka-1, kafka-2, and now is no moment for it/);
          assert.match(output, /pod kafka-2 is (not ready|stopping)/);
          assert.match(output, /broker 2 does not answer/);
          assert.match(output, /Wait until it has passed .*kubectl -n kafka get pods/);
          assert.doesNotMatch(output, /^\s+at .*\.ts:\d+/m, "no stack trace");
        }
      });
      assert.deepEqual(await survivors(), before);
    } finally {
      await nodePowerOn(TEST_CLUSTER, node, (await toolchain()).kubernetes);
    }
    await untilServing(3);
  });

  it("restarts one broker after the other, each once, and keeps every promise to clients", async () => {
    await withBrokers({}, async (stack) => {
      await withLoad({ stack, atLeast: 100_000, recordsPerSecond: 3000 }, async () => {
        const watch = await PodWatch.start();
        const output = await pulumiUp(stack);
        assert.match(output, /StatefulSet kafka-brokers updated/);
        await watch.stop();
        assert.equal(watch.mostRestarting, 1);
        assert.deepEqual(watch.remade(), { "kafka-0": 1, "kafka-1": 1, "kafka-2": 1 });
      });
      assert.match(await used("kafka-0"), /^num\.network\.threads=2$/m);
      await nothingLeftToDo(stack);
    });
  });
});

describe("a setting by which brokers cannot start", () => {
  const broken = { readyTimeout: "1m", properties: { "num.replica.fetchers": "none" } };
  let before: Record<string, string>;

  it("stops at the first broker, and up fails with what its log says", async () => {
    before = await survivors();
    await withBrokers(broken, async (stack) => {
      const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /Kafka is not ready after 1m; no topic was touched/);
      assert.match(output, /pod kafka-2 is not ready/);
      assert.match(output, /num\.replica\.fetchers/, "the broker's own words");
      assert.match(output, /Look closer with/);
    });
    assert.deepEqual(await survivors(), before);
  });

  it("leaves two brokers that take writes", async () => {
    const values = Array.from({ length: 100 }, (_, i) => `with-two-brokers-${i}`);
    await withBrokers({}, async (stack) => produce(await bootstrap(stack), "billing.transactions", values));
  });

  it("cannot be followed by one that restarts the others too", async () => {
    await withBrokers({ image: "localhost/kafka:4.2.9" }, async (stack) => {
      const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview");
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /now is no moment for it/);
    });
  });

  it("is mended by taking it back, which restarts no other broker", async () => {
    await withBrokers({}, async (stack) => {
      await pulumiUp(stack);
      assert.deepEqual(await survivors(), before);
      assert.equal((await pods()).every(serves), true);
      await nothingLeftToDo(stack);
    });
  });
});

describe("two nodes that are drained at once", () => {
  const evict = (name: string) =>
    run("kubectl", ["--kubeconfig", layout().kubeconfig, "create", "--raw", evictionOf(name), "-f", "-"], {
      input: JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "kafka" } }),
    });
  const evictionOf = (name: string) => `/api/v1/namespaces/kafka/pods/${name}/eviction`;

  it("get rid of one broker, and of the other once the first is in sync again", async () => {
    const watch = await PodWatch.start();
    await evict("kafka-1");
    await assert.rejects(evict("kafka-0"), /disruption budget/);
    const first = Object.keys(watch.remade());
    await waitFor("the second eviction", () => evict("kafka-0").then(() => true), {
      timeoutMs: 4 * MINUTES,
      everyMs: 1000,
    });
    await untilServing(3);
    await watch.stop();
    assert.equal(watch.mostRestarting, 1);
    assert.deepEqual([first, watch.remade()], [[], { "kafka-0": 1, "kafka-1": 1 }]);
  });
});

describe("a renewed certificate", () => {
  it("is rolled in by the next up, together with whatever else changed", async () => {
    const before = await servedSerials();
    await renew("kafka-tls");
    const watch = await PodWatch.start();
    await pulumiUp(await testStack()); // with the settings of the repository
    await watch.stop();
    assert.equal(watch.mostRestarting, 1);
    assert.deepEqual(watch.remade(), { "kafka-0": 1, "kafka-1": 1, "kafka-2": 1 });
    const after = await servedSerials();
    assert.deepEqual([new Set(after).size, after.filter((serial) => before.includes(serial))], [1, []]);
    assert.match(await used("kafka-0"), /^num\.network\.threads=3$/m);
    await nothingLeftToDo(await testStack());
  });
});
