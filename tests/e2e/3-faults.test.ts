import { strict as assert } from "node:assert";
import { isDeepStrictEqual } from "node:util";
import { nodeCut, nodeHeal, nodePowerOff, nodePowerOn } from "../../local/cluster/cluster";
import { inNetns } from "../../local/cluster/network";
import { lockHolders } from "../../local/stack";
import { run } from "../../local/support/run";
import { waitFor } from "../../local/support/wait";
import { describeTopics, produce, readAll } from "../support/kafka-clients";
import { allNodesOffAndOn, nodeOf, serving } from "../support/rolling/pods";
import { withLoad } from "../support/rolling/with-load";
import {
  bootstrap,
  kube,
  layout,
  NpmCommand,
  pulumiUp,
  TEST_CLUSTER,
  testStack,
  toolchain,
  withChangedProgram,
} from "../support/test-platform";

const MINUTES = 60_000;
const BROKERS = ["kafka-0", "kafka-1", "kafka-2"];

const untilReady = (expected: readonly string[]) =>
  waitFor(`the ready brokers to be ${expected.join(", ")}`, async () => isDeepStrictEqual(await serving(), expected), {
    timeoutMs: 10 * MINUTES,
    everyMs: 1000,
  });

const untilInSync = async (topic: string, timeoutMs = 10 * MINUTES) => {
  const servers = await bootstrap();
  await waitFor(
    `every replica of ${topic} to be in sync`,
    async () => (await describeTopics(servers, [topic])).get(topic)?.every(({ isr }) => isr.length === 3),
    { timeoutMs, everyMs: 1000 },
  );
};

describe("a broker's node loses its power while producers write and consumers read", () => {
  it("loses, doubles, reorders and tears nothing, goes on with two brokers, and is whole again after power-on", async () => {
    const node = await nodeOf("kafka-1");
    await withLoad({ atLeast: 100_000, recordsPerSecond: 1500 }, async (load) => {
      await nodePowerOff(TEST_CLUSTER, node);
      await untilReady(["kafka-0", "kafka-2"]);
      const before = load.acknowledged();
      await waitFor("writes with two brokers", () => load.acknowledged() > before + 5_000, { timeoutMs: 3 * MINUTES });
      await nodePowerOn(TEST_CLUSTER, node, (await toolchain()).kubernetes);
      await untilReady(BROKERS);
    });
    await untilInSync("billing.transactions");
  });
});

describe("a broker's node is cut off from the network", () => {
  it("rejoins when the cable is plugged in again, and keeps every record", async () => {
    const topic = "call.events";
    const node = await nodeOf("kafka-2");
    const servers = await bootstrap();
    const before = await readAll(servers, topic);
    await nodeCut(TEST_CLUSTER, node);
    await untilReady(["kafka-0", "kafka-1"]);
    await nodeHeal(TEST_CLUSTER, node);
    await untilReady(BROKERS);
    await untilInSync(topic);
    assert.deepEqual((await readAll(servers, topic)).sort(), before.sort());
  });
});

describe("all three nodes lose their power", () => {
  it("serves again without help, with every record, and changes topics when its brokers have caught up", async () => {
    const servers = await bootstrap();
    await produce(servers, "security.audit", ["before-the-power-cut"]);
    const before = await readAll(servers, "security.audit");
    const shorter = (text: string) => text.replace(`retention: "7d"`, `retention: "5d"`);
    await withChangedProgram({ "catalog/topics.ts": shorter }, async (program) => {
      await allNodesOffAndOn();
      // The brokers are just starting: the gate holds the Kafka provider back.
      const output = await pulumiUp(await testStack(program));
      assert.match(output, /kafka:index:Topic \S+ updated/);
      assert.deepEqual(await serving(), BROKERS);
    });
    await untilInSync("security.audit");
    assert.deepEqual((await readAll(servers, "security.audit")).sort(), before.sort());
    await produce(servers, "security.audit", ["after-the-power-cut"]);
  });
});

describe("everything is killed while brokers roll", () => {
  it("converges by npm run up, back to the settings of the repository", async () => {
    const slower = (text: string) => text.replace("networkThreads: 3", "networkThreads: 2");
    await withChangedProgram({ "Pulumi.dev.yaml": slower }, async (program) => {
      const stack = await testStack(program);
      const roll = pulumiUp(stack).catch(() => undefined);
      await waitFor("the roll", async () => (await serving()).length < 3, { timeoutMs: 3 * MINUTES });
      for (const pid of lockHolders(stack)) {
        process.kill(pid, "SIGKILL");
      }
      for (const node of [1, 2, 3]) {
        await nodePowerOff(TEST_CLUSTER, node);
      }
      await roll;
    });
    await new NpmCommand("up").succeed();
    assert.deepEqual(await serving(), BROKERS);
    const properties = ["cat", "/tmp/server.properties"];
    const used = await kube("exec", "kafka-0", "-n", "kafka", "-c", "kafka", "--", ...properties);
    assert.match(used, /^num\.network\.threads=3$/m);
  });
});

describe("readiness means in sync", () => {
  const topic = "crm.updates";
  /** Changes the packet filter of the node that broker 2 runs on. */
  const filter = async (...commands: string[]) => {
    const node = layout().nodes[(await nodeOf("kafka-2")) - 1];
    await run(...inNetns(node?.netns ?? "", "nft", [commands.join("; ")]));
  };

  after(() => filter("add table ip replication-test", "delete table ip replication-test"));

  it("marks a broker that lags NotReady while its port is open, leaves the others Ready, and takes it back", async () => {
    const ip = await kube("get", "pod", "kafka-2", "-n", "kafka", "-o", "jsonpath={.status.podIP}");
    await filter(
      "add table ip replication-test",
      "add chain ip replication-test forward { type filter hook forward priority 0; }",
      `add rule ip replication-test forward ip saddr ${ip} tcp dport 9091 drop`,
    );
    const servers = await bootstrap();
    // The leaders wait for the lagging follower until it has left the ISR, which takes longer than the client waits.
    const values = Array.from({ length: 50 }, (_, i) => `while-lagging-${i}`);
    await produce(servers, topic, values).catch(() => undefined);
    await waitFor(
      "broker 2 to be out of sync where it follows",
      async () => (await describeTopics(servers, [topic])).get(topic)?.some(({ isr }) => !isr.includes(2)),
      { timeoutMs: 3 * MINUTES, everyMs: 1000 },
    );
    await untilReady(["kafka-0", "kafka-1"]);
    await kube("exec", "kafka-2", "-n", "kafka", "-c", "kafka", "--", "bash", "-c", "exec 3<>/dev/tcp/localhost/9091");

    await filter("delete table ip replication-test");
    await untilReady(BROKERS);
    await untilInSync(topic);
  });
});
