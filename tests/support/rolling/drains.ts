import { strict as assert } from "node:assert";
import { run } from "../../../local/support/run";
import { waitFor } from "../../../local/support/wait";
import { layout } from "../test-platform";
import { PodWatch } from "./pod-watch";
import { untilServing } from "./pods";

const MINUTES = 60_000;

/** Tests that Kubernetes drains nodes of one broker at a time. */
export function drains(): void {
  describe("two nodes that are drained at once", () => {
    const evict = (name: string) =>
      run("kubectl", ["--kubeconfig", layout().kubeconfig, "create", "--raw", evictionOf(name), "-f", "-"], {
        input: JSON.stringify({ apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "kafka" } }),
      });
    const evictionOf = (name: string) => `/api/v1/namespaces/kafka/pods/${name}/eviction`;

    it("get rid of one broker, and of the other once the first is in sync again", async () => {
      const watch = await PodWatch.start();
      await evict("kafka-1");
      await assert.rejects(evict("kafka-0"), /disruption budget/);
      const first = Object.keys(watch.remade());
      await waitFor("the second eviction", () => evict("kafka-0").then(() => true), {
        timeoutMs: 4 * MINUTES,
        everyMs: 1000,
      });
      await untilServing(3);
      await watch.stop();
      assert.deepEqual(first, []);
      watch.assertRolled("kafka-0", "kafka-1");
    });
  });
}
