/** `npm run test:gate`: pull requests that the gate has to refuse, and some that it must not, on a cluster of their own. */
import { join } from "node:path";
import { requireRoot, runMain } from "../local/support/user-error";
import { onCluster, runMocha } from "./support/run-mocha";
import { withCluster } from "./support/with-cluster";

const CLUSTER = "gate";

void runMain(async () => {
  requireRoot();
  await withCluster(CLUSTER, () => {
    const file = join(__dirname, "gate", "gate.test.ts");
    // Each pull request is judged, whatever became of the one before.
    const args = onCluster.filter((option) => option !== "--bail");
    const { passed, failed } = runMocha([...args, "--timeout=1200000", file], {
      KAFKA_PLATFORM_TEST_CLUSTER: CLUSTER,
    });
    console.log(`\n${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  });
});
