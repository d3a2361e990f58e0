import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { headlessService } from "../../components/kafka/names";
import { podHost } from "../../lib/naming";
import { nodeCut, nodeHeal, nodePowerOff, nodePowerOn } from "../../local/cluster/cluster";
import { lockHolders } from "../../local/stack";
import { waitFor } from "../../local/support/wait";
import { produce, readAll, untilInSync } from "../support/kafka-clients";
import { lagging } from "../support/rolling/lagging";
import { allNodesOffAndOn, nodeOf, serving, untilReady } from "../support/rolling/pods";
import { withLoad } from "../support/rolling/with-load";
import { Accounts } from "../support/security/accounts";
import { authenticates, type Credentials } from "../support/security/applications";
import { NAMESPACE } from "../support/security/scene";
import { stateFile } from "../support/state-file";
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

interface State {
  readonly checkpoint: { readonly latest: { readonly resources: readonly { readonly urn: string }[] } };
}

const slower = { "Pulumi.dev.yaml": (text: string) => text.replace("networkThreads: 3", "networkThreads: 2") };

const networkThreads = async (pod: string): Promise<string | undefined> => {
  const properties = await kube("exec", pod, "-n", "kafka", "-c", "kafka", "--", "cat", "/tmp/server.properties");
  return /^num\.network\.threads=(.*)$/m.exec(properties)?.[1];
};

/** The state as a Pulumi leaves it that is killed when it has changed the brokers, and has not noted so yet. */
function whileBrokersChange({ checkpoint, ...rest }: State): State {
  const { latest } = checkpoint;
  const resource = latest.resources.find(({ urn }) => urn.endsWith("StatefulSet::kafka-brokers"));
  assert.ok(resource);
  const pending = { pending_operations: [{ type: "updating", resource }] };
  return { ...rest, checkpoint: { ...checkpoint, latest: { ...latest, ...pending } } };
}

/** Runs `npm run up`; as long as it says that now is no moment for it, again, for some minutes. */
async function upInTheEnd(): Promise<void> {
  const end = Date.now() + 10 * MINUTES;
  for (;;) {
    const up = new NpmCommand("up");
    try {
      await up.succeed();
      return;
    } catch (error) {
      if (Date.now() > end || !/and now is no moment for it/.test(up.output)) {
        throw error;
      }
    }
  }
}

describe("everything is killed while brokers roll", () => {
  const generation = () => kube("get", "statefulset", "kafka", "-n", "kafka", "-o", "jsonpath={.metadata.generation}");
  let older: string;

  before(() => {
    older = readFileSync(stateFile(), "utf8");
  });

  it("is noticed though the state knows nothing of the roll", async () => {
    const first = await generation();
    await withChangedProgram(slower, async (program) => {
      const stack = await testStack(program);
      const roll = pulumiUp(stack).catch(() => undefined);
      await waitFor("the change", async () => (await generation()) !== first, { timeoutMs: 3 * MINUTES });
      await waitFor("the roll", async () => (await serving()).length < 3, { timeoutMs: MINUTES });
      for (const pid of lockHolders(stack)) {
        process.kill(pid, "SIGKILL");
      }
      for (const node of [1, 2, 3]) {
        await nodePowerOff(TEST_CLUSTER, node);
      }
      await roll;
    });
    writeFileSync(stateFile(), older);
    const output = await new NpmCommand("up").fail();
    assert.match(output, /StatefulSet kafka is not the one in the state of this stack: .*; no topic was touched\.$/m);
    assert.match(output, /^ +pulumi refresh --target 'urn:pulumi:dev::.*::kafka-brokers'$/m);
  });

  it("converges by npm run up, back to the settings of the repository", async () => {
    writeFileSync(stateFile(), JSON.stringify(whileBrokersChange(JSON.parse(older) as State)));
    await upInTheEnd();
    assert.deepEqual(await serving(), BROKERS);
    assert.deepEqual(await Promise.all(BROKERS.map(networkThreads)), ["3", "3", "3"]);
  });
});

lagging(bootstrap);
