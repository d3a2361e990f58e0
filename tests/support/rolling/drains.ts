import { strict as assert } from "node:assert";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { layout } from "../test-platform";
import { labelOf } from "./platforms";
import { PodWatch } from "./pod-watch";
import { untilServing } from "./pods";

const MINUTES = 60_000;

/** Tests that Kubernetes drains nodes of one pod of a StatefulSet at a time. @param set its name */
export function drains(set = "kafka"): void {
  describe(`two nodes with pods of ${set} that are drained at once`, () => {
    const [first, second] = [`${set}-1`, `${set}-0`] as const;
    const evict = (name: string) =>
      run("kubectl", ["--kubeconfig", layout().kubeconfig, "create", "--raw", evictionOf(name), "-f", "-"], {
        input: JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "kafka" } }),
      });
    const evictionOf = (name: string) => `/api/v1/namespaces/kafka/pods/${name}/eviction`;

    it("get rid of one, and of the other once the first is ready again, which is in sync", async () => {
      const watch = await PodWatch.start(labelOf(set));
      await evict(first);
      await assert.rejects(evict(second), /disruption budget/);
      const early = Object.keys(watch.remade());
      await waitFor("the second eviction", () => evict(second).then(() => true), {
        timeoutMs: 4 * MINUTES,
        everyMs: 1000,
      });
      await untilServing(3, labelOf(set));
      await watch.stop();
      assert.deepEqual(early, []);
      watch.assertRolled(second, first);
    });
  });
}
