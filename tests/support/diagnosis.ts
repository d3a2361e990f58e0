/** What the test cluster looked like when an end-to-end test failed: on another machine it cannot be looked at later. */
import { loadavg } from "node:os";
import { scriptPath } from "../../components/kafka/scripts";
import { isRunning } from "../../local/cluster/cluster";
import { pods, serves } from "./rolling/pods";
import { kube, TEST_CLUSTER } from "./test-platform";

/** Kubernetes' own view of a failure, then what each pod says that does not serve. */
async function diagnosis(): Promise<string> {
  const warnings = ["get", "events", "-n", "kafka", "--field-selector=type=Warning", "--sort-by=.lastTimestamp"];
  const questions = [["get", "nodes"], ["get", "pods", "-A", "-o", "wide"], warnings];
  const silent = (await pods().catch(() => [])).filter((pod) => !serves(pod)).map(({ metadata }) => metadata.name);
  const ofPods = silent.flatMap((name) => [
    ["describe", "pod", name, "-n", "kafka"],
    ["exec", name, "-n", "kafka", "-c", "kafka", "--", scriptPath("readiness")],
    ["logs", name, "-n", "kafka", "-c", "kafka", "--tail=60"],
  ]);
  const answers: string[] = [`load ${loadavg().map((load) => load.toFixed(1))}`];
  for (const question of [...questions, ...ofPods]) {
    const answer = await kube(...question, "--request-timeout=30s").catch((error: Error) => error.message);
    answers.push(`$ kubectl ${question.join(" ")}\n${answer.split("\n").slice(-80).join("\n")}`);
  }
  return answers.join("\n");
}

export const mochaHooks = {
  async afterEach(this: Mocha.Context): Promise<void> {
    this.timeout(300_000);
    if (this.currentTest?.state === "failed" && isRunning(TEST_CLUSTER)) {
      console.log(await diagnosis());
    }
  },
};
