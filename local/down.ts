/** `npm run down`: takes the local cluster away, and with it the stack and every record in it. */
import { nameArgument } from "./arguments";
import { clusterDown } from "./cluster/cluster";
import { findCluster } from "./cluster/registry";
import { endOrphans } from "./orphans";
import { requireRoot, runMain } from "./support/user-error";

void runMain(async () => {
  const name = nameArgument("down");
  requireRoot();
  const layout = findCluster(name);
  await clusterDown(name);
  if (layout) {
    endOrphans(layout);
  }
  console.log(layout ? `Cluster ${name} is gone.` : `There is no cluster ${name}.`);
});
