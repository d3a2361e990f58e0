/** `npm run down`: takes the local cluster away, and with it the stack and every record in it. */
import { parseArgs } from "node:util";
import { clusterDown, DEFAULT_CLUSTER } from "./cluster/cluster";
import { findCluster } from "./cluster/registry";
import { runMain } from "./support/user-error";

void runMain(async () => {
  const { values } = parseArgs({ options: { name: { type: "string", default: DEFAULT_CLUSTER } } });
  const existed = findCluster(values.name) !== undefined;
  await clusterDown(values.name);
  console.log(existed ? `Cluster ${values.name} is gone.` : `There is no cluster ${values.name}.`);
});
