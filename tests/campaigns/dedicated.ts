/** What only a platform has whose controllers have pods of their own, and whose brokers are behind load balancers. */
import { strict as assert } from "node:assert";
import { waitFor } from "../../local/support/wait";
import { underLoad } from "../support/campaign/under-load";
import { produce } from "../support/kafka-clients";
import { labelOf, onPlatform, platformOf } from "../support/rolling/platforms";
import { PodWatch } from "../support/rolling/pod-watch";
import { incarnations, pods, untilServing } from "../support/rolling/pods";
import { overlaid, type Settings } from "../support/rolling/production";
import { security } from "../support/security/suite";
import { assertNothingLeftToDo, bootstrap, kube, pulumiUp, testStack, tryPulumi } from "../support/test-platform";

const HOURS = 3_600_000;
const CONTROLLERS = labelOf("kafka-controller");
const NODE_ID_BASE = 100;

const platform = platformOf("dedicated");
const fewerThreads = { "kafka-platform:kafka": { networkThreads: 2 } };
const largerController = overlaid(fewerThreads, {
  "kafka-platform:kraft": { controllers: { jvm: { heap: "208Mi" } } },
});
const byNodePorts = overlaid(largerController, {
  "kafka-platform:external": { type: "NodePort", nodePortBase: 31_090, addresses: null },
});

/** The pod of the controller that leads. */
const leader = async (): Promise<string> => {
  const quorum = "kafka-metadata-quorum --bootstrap-server localhost:9092 describe --status";
  const told = await kube("exec", "kafka-0", "-n", "kafka", "--", "bash", "-c", quorum);
  const id = Number(/^LeaderId:\s+(\d+)$/m.exec(told)?.[1]);
  return `kafka-controller-${id - NODE_ID_BASE}`;
};

describe("controllers in pods of their own", function () {
  this.timeout(HOURS);
  const perform = underLoad("dedicated", "Dedicated controllers");

  it("come up, each on a node of its own, with nothing left to do", async () => {
    await onPlatform(platform, {}, async (stack) => {
      await pulumiUp(stack);
      await assertNothingLeftToDo(stack);
    });
    await untilServing(3, CONTROLLERS);
    const nodes = (await pods(CONTROLLERS)).map(({ spec }) => spec.nodeName);
    assert.deepEqual(nodes.sort(), ["node-1", "node-2", "node-3"]);
  });

  it("stay ready, and brokers too, when the one that leads is killed; another one leads", async () => {
    const before = await leader();
    const [brokers, others] = [await PodWatch.start(), await PodWatch.start(CONTROLLERS)];
    await kube("delete", "pod", before, "-n", "kafka", "--grace-period=0", "--force");
    await waitFor("another leader", async () => (await leader()) !== before, { timeoutMs: 120_000 });
    await produce(await bootstrap(), "billing.transactions", ["with-another-leader"]);
    await untilServing(3, CONTROLLERS);
    await Promise.all([brokers.stop(), others.stop()]);
    assert.deepEqual([brokers.mostRestarting, others.mostRestarting], [0, 1]);
    assert.deepEqual(others.remade(), { [before]: 1 });
  });

  const sets = ["kafka-controller", "kafka"];

  /** Brings changed settings up: these sets roll one pod at a time, and the others' pods stay as they are. */
  const roll = (change: string, settings: Settings, rolling: readonly string[], changesAddresses = false) =>
    onPlatform(platform, settings, async (stack) => {
      const still = sets.filter((set) => !rolling.includes(set)).map(labelOf);
      const before = await Promise.all(still.map(incarnations));
      const work = async () => {
        const watches = await Promise.all(rolling.map((set) => PodWatch.start(labelOf(set))));
        await pulumiUp(stack);
        await Promise.all(watches.map((watch) => watch.stop()));
        for (const [i, set] of rolling.entries()) {
          watches[i]?.assertRolled(...[0, 1, 2].map((id) => `${set}-${id}`));
        }
      };
      await perform({ change, from: "Kafka 4.2.0", to: "Kafka 4.2.0", changesAddresses, stack, work });
      assert.deepEqual(await Promise.all(still.map(incarnations)), before);
    });

  it("are left alone by a change of the brokers", () => roll("a setting of the brokers", fewerThreads, ["kafka"]));

  it("roll one by one, and leave the brokers alone", () =>
    roll("a setting of the controllers", largerController, ["kafka-controller"]));

  it("roll one by one, and brokers too, when these change from load balancers to node ports: the certificate of both", () =>
    roll("load balancers, to node ports", byNodePorts, sets, true));

  it("cannot become a part of the brokers: that is refused in the preview", async () => {
    const { exitCode, output } = await tryPulumi(await testStack(), "preview");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /kraft-dedicated/);
    assert.match(output, /a cluster keeps what it was made with/);
  });

  security({
    parts: { coordination: "kraft", dedicatedControllers: true, zones: true },
    withStack: (work) => onPlatform(platform, byNodePorts, work),
  });
});
