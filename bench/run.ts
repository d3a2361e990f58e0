/** `npm run bench -- NAME`: measures the platform beside a named peer, on a local cluster of its own where it takes one. */
import type { ClusterLayout } from "../local/cluster/layout";
import { runMain, UserError } from "../local/support/user-error";
import { TEST_CLUSTER } from "../tests/support/test-platform";
import { withCluster } from "../tests/support/with-cluster";
import { bringUp } from "./bring-up";
import { type Outcome, writeResults } from "./outcome";
import { policies } from "./policies";
import { probe } from "./probe";
import { topics } from "./topics";

const onCluster =
  (benchmark: (layout: ClusterLayout) => Promise<Outcome>): (() => Promise<Outcome>) =>
  () =>
    withCluster(TEST_CLUSTER, benchmark);

const benchmarks: Readonly<Record<string, () => Promise<Outcome>>> = {
  "bring-up": onCluster(bringUp),
  policies,
  probe: onCluster(probe),
  topics: onCluster(topics),
};

void runMain(async () => {
  const [name = ""] = process.argv.slice(2);
  const benchmark = benchmarks[name];
  if (benchmark === undefined) {
    throw new UserError(`usage: npm run bench -- NAME   (${Object.keys(benchmarks).join(", ")})`);
  }
  const { figures, within } = await benchmark();
  const text = writeResults(name, figures);
  if (!within) {
    throw new UserError(`More than it may be:\n${text}`);
  }
  console.log(text);
});
