import { type KafkaRelease, kafkaReleases } from "../local/images/versions";
import { step } from "../local/support/progress";
import { requireTestPrerequisites } from "../local/toolchain/prerequisites";
import { providePeers } from "../local/toolchain/toolchain";
import { bootstrap, pulumiUp, testStack } from "../tests/support/test-platform";
import { median, type Outcome } from "./outcome";
import { assertThere, deleteAll } from "./topics/brokers";
import { preview, withProgram, withSameState } from "./topics/ours";
import { withBest } from "./topics/terraforms";
import { type Place, type Tool, toolsFor } from "./topics/tools";
import { type TopicSet, topicSet } from "./topics/topic-set";
import { type Medians, verdict } from "./topics/verdict";

const sizes = [10, 100, 1_000] as const;
/** Of previews, with each set. */
const previewRounds = 3;

/**
 * How long topics take: to be made, by the whole program and by other tools in turns, on the same cluster and by the
 * same administrator; and, once they are there, a preview that finds nothing to change, and one that finds one topic.
 *
 * @returns medians in seconds, and how many times as long as it may the program takes
 */
export async function topics(): Promise<Outcome> {
  await requireTestPrerequisites();
  const peers = await providePeers();
  await step("The platform", async () => pulumiUp(await testStack()));
  const place: Place = { peers, bootstrap: await bootstrap(), release: kafkaReleases[0] as KafkaRelease };
  // What is read for the first time is read from a disk.
  await preview(await testStack(), 0);
  const measured: Record<number, Measured> = {};
  for (const size of sizes) {
    measured[size] = await measure(topicSet(size), place);
  }
  const bySize = <T>(of: (one: Measured) => T) =>
    Object.fromEntries(Object.entries(measured).map(([size, one]) => [size, of(one)]));
  const created = bySize(({ create }) => withBest(each(create, median)));
  const medians: Medians = {
    previewUnchanged: bySize((one) => median(one.previewUnchanged)),
    previewOneChange: bySize((one) => median(one.previewOneChange)),
    create: each(created, ({ seconds }) => seconds),
  };
  const { ratios, within } = verdict(medians);
  const rounds = { preview: previewRounds, create: bySize(({ create }) => each(create, ({ length }) => length)) };
  const failures = bySize((one) => one.failures);
  const bestParallelism = each(created, ({ best }) => best);
  return { figures: { rounds, failures, bestParallelism, ...medians, ratios }, within };
}

interface Measured {
  readonly previewUnchanged: readonly number[];
  readonly previewOneChange: readonly number[];
  readonly create: Readonly<Record<string, readonly number[]>>;
  /** How often a tool failed and was tried again, which is not timed. */
  readonly failures: Readonly<Record<string, number>>;
}

const each = <T, R>(record: Readonly<Record<string, T>>, of: (one: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([name, one]) => [name, of(one)]));

/** Times everything with one set; nothing of it is left. */
async function measure(set: TopicSet, place: Place): Promise<Measured> {
  const create: Record<string, number[]> = {};
  const failures: Record<string, number> = {};
  const previewUnchanged: number[] = [];
  const previewOneChange: number[] = [];
  const tools = toolsFor(set, place);
  const turn = (tool: Tool) =>
    withSameState(async () => {
      const seconds = await made(set, place, tool);
      while (tool.name === "ours" && previewUnchanged.length < previewRounds) {
        previewUnchanged.push(await previewed(set, 0));
        previewOneChange.push(await previewed(set, 1));
      }
      create[tool.name] = [...(create[tool.name] ?? []), seconds];
    }).finally(() => deleteAll(place.bootstrap));
  for (let round = 0; tools.some(({ rounds }) => round < rounds); round++) {
    for (const tool of tools.filter(({ rounds }) => round < rounds)) {
      // The Kafka provider fails now and then when its connections open ("broker not connected").
      await turn(tool).catch(async (error: Error) => {
        console.error(error.message);
        failures[tool.name] = (failures[tool.name] ?? 0) + 1;
        await turn(tool);
      });
    }
  }
  return { previewUnchanged, previewOneChange, create, failures };
}

/** Makes a set by a tool and asks the brokers for it. @returns the seconds that the tool took */
async function made(set: TopicSet, { bootstrap }: Place, { name, make }: Tool): Promise<number> {
  const seconds = await make((work) => timed(`${set.names.length} topics, ${name}`, work));
  await assertThere(bootstrap, set);
  return seconds;
}

/** Previews a program whose topics are all there. @param changes in how many of them, at most one */
const previewed = (set: TopicSet, changes: number): Promise<number> =>
  withProgram(
    set,
    (stack) => timed(`${set.names.length} topics, preview of ${changes} changes`, () => preview(stack, changes)),
    changes === 0 ? undefined : set.names[0],
  );

/** @returns the seconds that work took */
async function timed(title: string, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await step(title, work);
  return (performance.now() - start) / 1000;
}
