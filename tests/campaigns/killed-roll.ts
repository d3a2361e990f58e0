/** Pulumi and all nodes killed while brokers roll: what is left is noticed, and is whole again by one command. */
import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { nodePowerOff } from "../../local/cluster/cluster";
import { lockHolders } from "../../local/stack";
import { waitFor } from "../../local/support/wait";
import { serving } from "../support/rolling/pods";
import { stateFile } from "../support/state-file";
import { kube, NpmCommand, pulumiUp, TEST_CLUSTER, testStack, withChangedProgram } from "../support/test-platform";

const MINUTES = 60_000;
const BROKERS = ["kafka-0", "kafka-1", "kafka-2"];

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

  before(async function () {
    this.timeout(20 * MINUTES);
    await pulumiUp(await testStack());
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
