import { strict as assert } from "node:assert";
import type { LocalStack } from "../../local/stack";
import { produce } from "../support/kafka-clients";
import { renew, servedSerials } from "../support/rolling/certificates";
import { PodWatch } from "../support/rolling/pod-watch";
import { pods, serves, survivors } from "../support/rolling/pods";
import { withStack } from "../support/rolling/production";
import { assertRefusedForNow } from "../support/rolling/refusal";
import { withLoad } from "../support/rolling/with-load";
import { assertNothingLeftToDo, bootstrap, kube, pulumiUp, tryPulumi } from "../support/test-platform";

/** The settings of the repository, with changes that every broker has to be started anew for. */
const CHANGED = { networkThreads: 2, resources: { memory: "1088Mi" } };

/** @param kafka further settings of the brokers */
const withBrokers = <T>(kafka: object, work: (stack: LocalStack) => Promise<T>) =>
  withStack("dev", { "kafka-platform:kafka": { ...CHANGED, ...kafka } }, work);

const used = async (broker: string) =>
  kube("exec", broker, "-n", "kafka", "-c", "kafka", "--", "cat", "/tmp/server.properties");

describe("a change of the brokers' settings and resources, and a renewed certificate", () => {
  it("restart one broker after the other, each once for all, and keep every promise to clients", async () => {
    await withBrokers({}, async (stack) => {
      const before = await servedSerials(stack);
      await renew("kafka-tls");
      await withLoad({ stack, atLeast: 100_000, recordsPerSecond: 1500 }, async () => {
        const watch = await PodWatch.start();
        const output = await pulumiUp(stack);
        assert.match(output, /StatefulSet kafka-brokers updated/);
        assert.match(output, /the brokers serve certificates that are valid until 20\d\d-\S+Z/);
        await watch.stop();
        watch.assertRolled("kafka-0", "kafka-1", "kafka-2");
      });
      assert.match(await used("kafka-0"), /^num\.network\.threads=2$/m);
      const limit = "jsonpath={.spec.containers[?(@.name=='kafka')].resources.limits.memory}";
      assert.equal(await kube("get", "pod", "kafka-0", "-n", "kafka", "-o", limit), "1088Mi");
      const after = await servedSerials(stack);
      assert.deepEqual([new Set(after).size, after.filter((serial) => before.includes(serial))], [1, []]);
      await assertNothingLeftToDo(stack);
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

  it("cannot be followed by one that restarts the others too: it is refused, with the reason and the remedy", async () => {
    await withBrokers({ ioThreads: 5 }, (stack) =>
      assertRefusedForNow(stack, {
        reasons: [/voter 2 of the metadata quorum (is \d+ s behind|has not caught up with)/],
      }),
    );
    assert.deepEqual(await survivors(), before);
  });

  it("is mended by taking it back, which restarts no other broker", async () => {
    await withBrokers({}, async (stack) => {
      await pulumiUp(stack);
      assert.deepEqual(await survivors(), before);
      assert.equal((await pods()).every(serves), true);
      await assertNothingLeftToDo(stack);
    });
  });
});
