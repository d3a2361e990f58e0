import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KafkaRelease } from "../../local/images/versions";
import type { LocalStack } from "../../local/stack";
import type { Peers } from "../../local/toolchain/toolchain";
import type { Bootstrap } from "../../tests/support/kafka-clients";
import { pulumiUp } from "../../tests/support/test-platform";
import { accessFiles } from "./access";
import { createAll } from "./brokers";
import { withProgram } from "./ours";
import { script } from "./script";
import { terraform } from "./terraform";
import { byDefault, parallelisms, terraformName } from "./terraforms";
import type { TopicSet } from "./topic-set";
import { topicctl } from "./topicctl";

/** What makes topics. */
export interface Tool {
  readonly name: string;
  /** How often it is timed. */
  readonly rounds: number;
  /** Makes the topics. @param timed times that, without what is to be prepared @returns the seconds */
  readonly make: (timed: Timed) => Promise<number>;
}

type Timed = (work: () => Promise<unknown>) => Promise<number>;

/** Where tools make topics. */
export interface Place {
  readonly bootstrap: Bootstrap;
  /** The Kafka that runs there. */
  readonly release: KafkaRelease;
  readonly peers: Peers;
}

/** @param prepare prepares a tool in an empty folder, and gives what makes the topics */
const inFolder =
  (prepare: (dir: string) => (() => Promise<unknown>) | Promise<() => Promise<unknown>>) =>
  async (timed: Timed): Promise<number> => {
    const dir = mkdtempSync(join(tmpdir(), "kafka-platform-bench-"));
    try {
      return await timed(await prepare(dir));
    } finally {
      rmSync(dir, { recursive: true });
    }
  };

/** The largest set for tools that take seconds for each topic. */
const fewTopics = 100;

/** All tools for a set, in the order in which they take turns. */
export function toolsFor(set: TopicSet, place: Place): readonly Tool[] {
  const { bootstrap, release, peers } = place;
  const count = set.names.length;
  const isSmall = count <= fewTopics;
  const access = (dir: string) => accessFiles(dir, bootstrap);
  const terraforms = parallelisms.map((parallelism) => ({
    name: terraformName(parallelism),
    // Of a large set, only what is judged is timed again: minutes each.
    rounds: isSmall || parallelism === byDefault ? 3 : 1,
    make: inFolder((dir) => terraform(dir, set, access(dir), { peers, kafkaVersion: release.version, parallelism })),
  }));
  const slow: readonly Tool[] = [
    { name: "topicctl", rounds: 1, make: inFolder((dir) => topicctl(dir, set, access(dir), peers)) },
    { name: "script", rounds: 1, make: inFolder((dir) => script(dir, set, access(dir), release)) },
  ];
  return [
    { name: "ours", rounds: 3, make: (timed) => ours(set, timed, { PULUMI_SKIP_CHECKPOINTS: "true" }) },
    { name: "oursWithCheckpoints", rounds: 1, make: (timed) => ours(set, timed, {}) },
    ...terraforms,
    { name: "rawBatch", rounds: 3, make: (timed) => timed(() => createAll(bootstrap, set)) },
    ...(isSmall ? slow : []),
  ];
}

/** The whole program, with its guards and its protections. */
const ours = (set: TopicSet, timed: Timed, env: LocalStack["env"]): Promise<number> =>
  withProgram(set, (stack) => timed(() => pulumiUp({ ...stack, env: { ...stack.env, ...env } })));
