/** Whether what the gate says of a pull request is what `pulumi up` then does. */
import { strict as assert } from "node:assert";
import { type Preview, previewOf } from "../../commands/gate/preview";
import { reportOf, type StackReport } from "../../commands/gate/report";
import { liveInventory } from "../../commands/inventory/live";
import type { LocalStack } from "../../local/stack";
import { applyBefore, type PullRequest, patternOf, pullRequests, withPullRequest } from "../gate/pull-requests";
import { reportIn } from "../gate/report-in";
import { campaign } from "../support/campaign/campaign";
import { tryCommandIn } from "../support/commands";
import { produce, readAll } from "../support/kafka-clients";
import { circumstances, writeResult } from "../support/results";
import {
  assertNothingLeftToDo,
  bootstrap,
  kubeJson,
  pulumiDestroy,
  pulumiUp,
  testStack,
  tryPulumi,
} from "../support/test-platform";

const MINUTES = 60_000;
const topic = "call.events";

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly creationTimestamp: string };
}

/** What somebody who only looks at the cluster can see of a change. */
async function look() {
  const { addresses, tls } = await bootstrap();
  const { topics, users } = await liveInventory({ bootstrap: addresses, identity: tls });
  const { items } = await kubeJson<{ items: Pod[] }>("get", "pods", "-n", "kafka");
  return { topics, users: new Set(Object.keys(users)), pods: items.map(({ metadata }) => metadata) };
}

type Seen = Awaited<ReturnType<typeof look>>;

/** The pods that are others now, in the order in which they came. */
const restarted = (before: Seen, after: Seen): string[] =>
  after.pods
    .filter(({ uid }) => before.pods.every((pod) => pod.uid !== uid))
    .sort((one, other) => (one.creationTimestamp < other.creationTimestamp ? -1 : 1))
    .map(({ name }) => name);

/** Topics that are others now, with a word for each. */
const topicsThatDiffer = (before: Seen, after: Seen): string[] =>
  [...new Set([...Object.keys(before.topics), ...Object.keys(after.topics)])]
    .flatMap((name) => {
      const [old, next] = [before.topics[name], after.topics[name]];
      const kind = old === undefined ? "create" : next === undefined ? "delete" : "update";
      const own = ({ partitions, replicationFactor, config }: NonNullable<typeof old>) =>
        JSON.stringify([partitions, replicationFactor, Object.entries(config).sort()]);
      return old && next && own(old) === own(next) ? [] : [`${kind} ${name}`];
    })
    .sort();

/** The same, as a report has it. */
const topicsIn = ({ changes }: StackReport): string[] =>
  (["create", "update", "delete"] as const)
    .flatMap((kind) => (changes?.[kind] ?? []).map((title) => [kind, title] as const))
    .flatMap(([kind, title]) => (title.startsWith("Topic ") ? [`${kind} ${title.slice("Topic ".length)}`] : []))
    .sort();

const sorted = ({ changes = {} as never }: StackReport) =>
  Object.fromEntries(Object.entries<readonly string[]>(changes).map(([kind, titles]) => [kind, [...titles].sort()]));

/** What Pulumi says that it did. */
interface Applied extends Preview {
  readonly exitCode: number | string;
}

async function applied(stack: LocalStack): Promise<Applied> {
  const { exitCode, output } = await tryPulumi(stack, "up", "--yes", "--skip-preview", "--json");
  return { ...previewOf(output), exitCode };
}

describe("what the gate says of a pull request", function () {
  this.timeout(30 * MINUTES);
  const rows: string[] = [];

  before(async () => void (await pulumiUp(await testStack())));

  /** Brings the platform back, by taking the change back, or anew. */
  async function restore(report: StackReport, isApplied: boolean): Promise<void> {
    const isBack =
      isApplied &&
      report.restarts?.length === 0 &&
      (await tryPulumi(await testStack(), "up", "--yes", "--skip-preview")).exitCode === 0;
    if (!isBack) {
      await pulumiDestroy(await testStack());
      await pulumiUp(await testStack());
    }
    await assertNothingLeftToDo(await testStack());
  }

  /** Whether it was applied, or not for the reason that it says itself. */
  function assertApplied({ cannotBeApplied }: PullRequest, exitCode: Applied["exitCode"], errors: readonly string[]) {
    const text = errors.join("\n---\n");
    if (cannotBeApplied === undefined) {
      assert.equal(exitCode, 0, text);
      return;
    }
    assert.notEqual(exitCode, 0, `it was applied, and says that it cannot be: ${cannotBeApplied}`);
    assert.ok(
      errors.some((error) => patternOf(cannotBeApplied).test(error)),
      text,
    );
  }

  async function compare(request: PullRequest, mustApply: boolean): Promise<void> {
    await applyBefore(request);
    await withPullRequest(request, async (folder) => {
      const { report } = await reportIn(folder);
      const mark = `${request.name} ${Date.now()}`;
      await produce(await bootstrap(), topic, [mark]);
      const before = await look();
      const start = Date.now();
      const { exitCode, ...told } = await applied(await testStack(folder));
      const seconds = Math.round((Date.now() - start) / 1_000);
      if (exitCode === 0) {
        const after = await look();
        const done = reportOf({ stack: report.stack, preview: told, drift: [], waivers: [] });
        assert.deepEqual(sorted(done), sorted(report), "what Pulumi did to resources");
        assert.deepEqual(
          restarted(before, after),
          report.restarts?.flatMap(({ pods }) => pods),
          "the pods that restarted",
        );
        assert.deepEqual(topicsThatDiffer(before, after), topicsIn(report), "the topics that are others now");
        const losses = report.losses.map(({ topic: of, what }) => `${of}: ${what}`);
        assert.deepEqual(losses.sort(), [...request.loses].sort(), "what topics lose");
        assert.ok((await readAll(await bootstrap(), topic)).includes(mark), "a record is still there");
        const gone = [...before.users].filter((user) => !after.users.has(user));
        const said = report.readers.flatMap(
          ({ how }) => /^the password of (\S+) does not work any more/.exec(how)?.[1] ?? [],
        );
        assert.deepEqual(said.sort(), gone.sort(), "the passwords that do not work any more");
        assert.deepEqual(done.disks?.after, report.disks?.after);
        if (mustApply) {
          const drift = await tryCommandIn(folder, "drift");
          assert.equal(drift.exitCode, 0, drift.output);
        }
      }
      await restore(report, exitCode === 0);
      assertApplied(request, exitCode, told.errors);
      const counts = Object.entries(sorted(report)).filter(([, titles]) => titles.length > 0);
      rows.push(
        [
          `| ${request.title}`,
          report.refused ? "refused" : "may be made",
          counts.map(([kind, titles]) => `${kind} ${titles.length}`).join(", ") || "nothing",
          report.restarts?.flatMap(({ pods }) => pods).join(", ") || "none",
          exitCode === 0 ? `the same, in ${seconds} s` : `cannot be applied: ${firstLine(told.errors)} |`,
        ].join(" | "),
      );
    });
  }

  const firstLine = ([error = ""]: readonly string[]): string => (error.split("\n")[0] ?? "").replaceAll("|", "\\|");

  for (const request of pullRequests("good")) {
    it(`is what is done: ${request.title}`, () => compare(request, true));
  }

  const refusedByPolicies = pullRequests("bad").filter(({ refusedBy }) =>
    refusedBy.every((what) => !what.startsWith("error ")),
  );
  for (const request of refusedByPolicies) {
    it(`is what is done where nobody asks the policies: ${request.title}`, () => compare(request, false));
  }

  after(function () {
    const tests = this.test?.parent?.tests ?? [];
    if (!tests.every((one) => one.isPassed())) {
      return;
    }
    const { day, machine } = circumstances();
    const text = `# What the gate says, and what is done

Written by \`${campaign().command}\` on ${day}, on a machine with ${machine.cpus} CPUs and ${machine.memoryGiB} GiB of memory.

Each pull request of tests/gate that nothing but policies refuses: what \`npm run gate\` says of it, and what
\`pulumi up\` without the policies then did. That was compared by what Pulumi told of each resource, and by what the
cluster itself showed before and after: which pods were others and in what order they came, which topics and their
settings, whose passwords were gone, and a record that was written before.

| Pull request | The gate | Resources | Restarts | \`pulumi up\` |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
    writeResult("docs/evidence/applied.md", text);
  });
});
