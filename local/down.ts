/** `npm run down`: takes the local cluster away, and with it the stack and every record in it. */
import { nameArgument } from "./arguments";
import { clusterDown } from "./cluster/cluster";
import { findCluster } from "./cluster/registry";
import { requireRoot, runMain } from "./support/user-error";

void runMain(async () => {
  const name = nameArgument("down");
  requireRoot();
  const existed = findCluster(name) !== undefined;
  await clusterDown(name);
  console.log(existed ? `Cluster ${name} is gone.` : `There is no cluster ${name}.`);
});
