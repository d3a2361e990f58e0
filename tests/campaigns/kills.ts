/** `pulumi up` killed at random moments while it makes, changes and deletes topics, rules and users. */
import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { catalog } from "../../catalog/catalog";
import { standard } from "../../catalog/profiles";
import { compare, describeDifferences } from "../../commands/inventory/compare";
import { declaredInventory } from "../../commands/inventory/declared";
import { withoutOwn } from "../../commands/inventory/inventory";
import { liveInventory } from "../../commands/inventory/live";
import { asAdministrator } from "../../components/gates/broker-connection";
import type { LocalStack } from "../../local/stack";
import { waitFor } from "../../local/support/wait";
import { campaign } from "../support/campaign/campaign";
import { COMMANDS, tryCommand, tryCommandIn } from "../support/commands";
import { circumstances, writeResult } from "../support/results";
import {
  assertNothingLeftToDo,
  bootstrap,
  kubeJson,
  pulumiUp,
  testStack,
  withChangedProgram,
} from "../support/test-platform";

const HOURS = 3_600_000;
const KILLS = 20;
const TOPICS = 100;
const APPLICATIONS = 20;

/** What the catalog holds besides. */
interface Variant {
  readonly title: string;
  readonly topics: number;
  readonly applications: number;
  readonly retention: string;
  readonly consume: string;
}

const none: Variant = { title: "deleted", topics: 0, applications: 0, retention: "7d", consume: "1Mi" };
const made: Variant = { ...none, title: "made", topics: TOPICS, applications: APPLICATIONS };
const changed: Variant = { ...made, title: "changed", retention: "8d", consume: "2Mi" };

const names = (kind: string, count: number) => Array.from({ length: count }, (_, index) => `${kind}-${index}`);

/** The catalog of a variant, as data: the same that its program has as text. */
function catalogOf({ topics, applications, retention, consume }: Variant) {
  const topic = standard({
    ...{ owner: "kills", purpose: "Made and deleted", classification: "internal", partitions: 1, retention },
  });
  const application = (index: number) => ({
    ...{ owner: "kills", purpose: "Made and deleted", namespace: "voicecore", quota: { produce: "1Mi", consume } },
    ...{ produces: [`kill-${index}`], consumes: [`kill-${index}`], groups: [`kill-${index}`] },
  });
  const more = Object.fromEntries(names("kill", topics).map((name) => [name, topic]));
  const who = Object.fromEntries(names("killer", applications).map((name, index) => [name, application(index)]));
  return {
    topics: { ...catalog.topics, ...more },
    applications: { ...catalog.applications, ...who },
  };
}

const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** A program with a variant's catalog, in which all topics of a variant may go. */
function changesOf(variant: Variant): Readonly<Record<string, (text: string) => string>> {
  const { topics, applications } = catalogOf(variant);
  const leaves = names("kill", TOPICS).map((topic) => ({
    ...{ topic, allows: "removal", owner: "kills", reason: "the campaign means it", expires: soon },
  }));
  const data = (text: string, value: unknown) =>
    text.replace(
      /^(export const [^=]+= )[{[].*[}\]];\n$/ms,
      (_, begin: string) => `${begin}${JSON.stringify(value)};\n`,
    );
  const withoutProfiles = (text: string) => text.replace(/import \{ critical.*\n/, "");
  return {
    "catalog/topics.ts": (text) => data(withoutProfiles(text), topics),
    "catalog/applications.ts": (text) => data(text, applications),
    "catalog/waivers.ts": (text) => data(text, leaves),
  };
}

const administrator = async () => {
  const { addresses, tls } = await bootstrap();
  return { bootstrap: addresses, identity: tls };
};

/** The ids that Kafka has given topics: one that was made anew has another. */
const topicIds = async (): Promise<Map<string, string>> =>
  asAdministrator(await administrator(), async (admin) => {
    const { topics } = await admin.metadata({ topics: await admin.listTopics(), forceUpdate: true });
    return new Map([...topics].map(([name, { id }]) => [name, id]));
  });

/**
 * Runs `pulumi up` and kills it with everything that it started.
 *
 * @param moment when that is to be
 * @returns whether it was over before
 */
async function killed(stack: LocalStack, moment: Promise<unknown>, more: LocalStack["env"] = {}): Promise<boolean> {
  const args = ["-C", stack.dir, "up", "--yes", "--skip-preview", "--non-interactive", "--stack", stack.name];
  const child = spawn("pulumi", args, {
    env: { ...process.env, ...stack.env, ...more },
    detached: true,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolved) => void child.on("close", () => resolved()));
  await Promise.race([ended, moment]);
  const over = child.exitCode !== null;
  if (!over && child.pid !== undefined) {
    process.kill(-child.pid, "SIGKILL");
  }
  await ended;
  return over;
}

async function assertClean(variant: Variant): Promise<void> {
  const { items } = await kubeJson<{ items: { metadata: { name: string } }[] }>(
    ...["get", "secrets", "-n", "voicecore", "-l", "kafka-platform/stack"],
  );
  const secrets = Object.keys(catalogOf(variant).applications).map((name) => `${name}-kafka`);
  assert.deepEqual(items.map(({ metadata }) => metadata.name).sort(), secrets.sort(), "no password is nobody's");
  const live = withoutOwn(await liveInventory(await administrator()));
  assert.equal(describeDifferences(compare(declaredInventory(catalogOf(variant)), live)), "");
}

describe(`${TOPICS} topics and ${APPLICATIONS} applications, made, changed and deleted by runs that are killed`, function () {
  this.timeout(3 * HOURS);
  const rows: string[] = [];
  const lengths: Record<string, number> = {};

  before(async () => {
    await pulumiUp(await testStack());
    // How long each takes where nobody kills it, and what is left where nothing was.
    for (const variant of [made, changed, none]) {
      await withChangedProgram(changesOf(variant), async (program) => {
        const start = Date.now();
        await pulumiUp(await testStack(program));
        lengths[variant.title] = Date.now() - start;
      });
    }
  });

  const variants = [made, changed, none];
  let tries = 0;

  /** Kills a run of the next variant, if it is not over by then. @returns whether it was killed */
  async function kill(): Promise<boolean> {
    const variant = variants[tries++ % variants.length] as Variant;
    return withChangedProgram(changesOf(variant), async (program) => {
      const before = await topicIds();
      // The first seconds are the program's: nothing is done in them that a kill could tear.
      const afterMs = 3_000 + Math.random() * ((lengths[variant.title] ?? 0) - 3_000);
      const over = await killed(await testStack(program), sleep(afterMs));
      // What the killed run has made counts as well.
      const begun = new Map([...before, ...(await topicIds())]);
      const start = Date.now();
      const repaired = await tryCommand("repair", "--cancel");
      assert.equal(repaired.exitCode, 0, repaired.output);
      const seconds = ((Date.now() - start) / 1000).toFixed(1);
      await pulumiUp(await testStack(program));
      await assertClean(variant);
      await assertNothingLeftToDo(await testStack(program));
      const after = await topicIds();
      const wanted = Object.keys(catalogOf(variant).topics);
      const anew = wanted.filter((name) => begun.has(name) && begun.get(name) !== after.get(name));
      assert.deepEqual(anew, [], "no topic was made anew");
      if (!over) {
        rows.push(`| ${rows.length + 1} | ${variant.title} | ${(afterMs / 1000).toFixed(1)} | ${seconds} |`);
      }
      return !over;
    });
  }

  for (let number = 1; number <= KILLS; number += 1) {
    it(`kill ${number}: one command brings state and cluster in line`, async () => {
      const most = tries + variants.length;
      while (!(await kill())) {
        assert.ok(tries < most, "runs are over before they are killed");
      }
    });
  }

  it("a run that keeps no state until its end: adopt and a refresh bring state and cluster in line", async () => {
    await withChangedProgram(changesOf(none), async (program) => void (await pulumiUp(await testStack(program))));
    const work = async (program: string) => {
      const before = await topicIds();
      const some = waitFor("some topics", async () => (await topicIds()).size >= before.size + TOPICS / 4, {
        timeoutMs: HOURS / 10,
        everyMs: 100,
      });
      assert.equal(await killed(await testStack(program), some, { PULUMI_SKIP_CHECKPOINTS: "true" }), false);
      const begun = await topicIds();
      assert.ok(begun.size > before.size, "it was killed when some were made");
      const repaired = await tryCommand("repair", "--cancel");
      assert.equal(repaired.exitCode, 0, repaired.output);
      const adopted = await tryCommandIn(program, "adopt", "--passwords", "--yes");
      assert.equal(adopted.exitCode, 0, adopted.output);
      await pulumiUp(await testStack(program), "--refresh");
      await assertClean(made);
      await assertNothingLeftToDo(await testStack(program));
      const after = await topicIds();
      assert.deepEqual(
        [...begun].filter(([name, id]) => after.get(name) !== id),
        [],
        "no topic was made anew",
      );
    };
    await withChangedProgram(changesOf(made), work, COMMANDS);
    await withChangedProgram(changesOf(none), async (program) => void (await pulumiUp(await testStack(program))));
  });

  after(function () {
    const tests = this.test?.parent?.tests ?? [];
    if (!tests.every((one) => one.isPassed())) {
      return;
    }
    const { day, machine } = circumstances();
    const text = `# Killed runs

Written by \`${campaign().command}\` on ${day}, on a machine with ${machine.cpus} CPUs and ${machine.memoryGiB} GiB of memory.

\`pulumi up\` was killed with SIGKILL, with everything that it had started, at random moments while ${TOPICS} topics and
${APPLICATIONS} applications (a user, three rules and a quota each) were made, changed and deleted. After each kill,
\`npm run repair\` and \`pulumi up\`; then nothing on the cluster differed from the program, the next preview showed no
change, and no topic had been made anew. The same came of a run with \`PULUMI_SKIP_CHECKPOINTS\` that was killed when a
quarter of the topics were made, by \`npm run repair\`, \`npm run adopt -- --passwords\` and \`pulumi up --refresh\`.

| Kill | While they were | After (s) | Repair (s) |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
    writeResult("docs/evidence/kills.md", text);
  });
});
