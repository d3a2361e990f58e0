import { strict as assert } from "node:assert";
import { headlessService } from "../../components/kafka/names";
import { podHost } from "../../lib/naming";
import { nodeCut, nodeHeal, nodePowerOff, nodePowerOn } from "../../local/cluster/cluster";
import { waitFor } from "../../local/support/wait";
import { produce, readAll, untilInSync } from "../support/kafka-clients";
import { allNodesOffAndOn, nodeOf, serving, untilReady } from "../support/rolling/pods";
import { withLoad } from "../support/rolling/with-load";
import { Accounts } from "../support/security/accounts";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import {
  bootstrap,
  layout,
  pulumiUp,
  TEST_CLUSTER,
  testStack,
  toolchain,
  withChangedProgram,
} from "../support/test-platform";

const MINUTES = 60_000;
const BROKERS = ["kafka-0", "kafka-1", "kafka-2"];

/** The one user left of several, and one of those whom a broker can forget when it starts: see ADR 19. */
async function employ(accounts: Accounts): Promise<Credentials> {
  const retired = ["retired-1", "retired-2", "retired-3"];
  for (const username of retired) {
    await accounts.create(username);
  }
  const employed = await accounts.create("employed");
  await accounts.remove(retired);
  return employed;
}

describe("a broker's node loses its power while producers write and consumers read", () => {
  it("loses, doubles, reorders and tears nothing, goes on with two brokers, and is whole again after power-on", async () => {
    const node = await nodeOf("kafka-1");
    await withLoad({ atLeast: 100_000, recordsPerSecond: 3000 }, async (load) => {
      await nodePowerOff(TEST_CLUSTER, node);
      await untilReady(["kafka-0", "kafka-2"]);
      const before = load.acknowledged();
      await waitFor("writes with two brokers", () => load.acknowledged() > before + 5_000, { timeoutMs: 3 * MINUTES });
      await nodePowerOn(TEST_CLUSTER, node, (await toolchain()).kubernetes);
      await untilReady(BROKERS);
    });
    await untilInSync(await bootstrap(), "billing.transactions");
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
    await untilInSync(await bootstrap(), topic);
    assert.deepEqual((await readAll(servers, topic)).sort(), before.sort());
  });
});

describe("all three nodes lose their power", () => {
  it("serves again without help, with every record, and changes topics when its brokers have caught up", async () => {
    const servers = await bootstrap();
    const accounts = new Accounts(servers);
    const employed = await employ(accounts);
    await produce(servers, "security.audit", ["before-the-power-cut"]);
    const before = await readAll(servers, "security.audit");
    const shorter = (text: string) => text.replace(`retention: "7d"`, `retention: "5d"`);
    await withChangedProgram({ "catalog/profiles.ts": shorter }, async (program) => {
      await allNodesOffAndOn();
      // The brokers are just starting: the gate holds the Kafka provider back.
      const output = await pulumiUp(await testStack(program));
      assert.match(output, /kafka:index:Topic \S+ updated/);
      assert.deepEqual(await serving(), BROKERS);
    });
    await untilInSync(await bootstrap(), "security.audit");
    assert.deepEqual((await readAll(servers, "security.audit")).sort(), before.sort());
    await produce(servers, "security.audit", ["after-the-power-cut"]);
    const surroundings = { namespace: NAMESPACE, dns: layout().dnsIp, ca: servers.tls.ca };
    const known = BROKERS.map((broker) =>
      authenticates(surroundings, employed, podHost(broker, headlessService, NAMESPACE)),
    );
    assert.deepEqual(await Promise.all(known), [true, true, true]);
    await accounts.remove();
  });
});
