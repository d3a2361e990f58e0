import { clusterDown, clusterUp } from "../../local/cluster/cluster";
import type { ClusterLayout } from "../../local/cluster/layout";
import { provideImages } from "../../local/images/build";
import { provideToolchain } from "../../local/toolchain/toolchain";

/** Does work on a cluster of its own, of which nothing is left. */
export async function withCluster<T>(name: string, work: (layout: ClusterLayout) => Promise<T> | T): Promise<T> {
  await clusterDown(name); // what an interrupted run left
  const toolchain = await provideToolchain();
  try {
    return await work(await clusterUp(name, toolchain, await provideImages(toolchain)));
  } finally {
    await clusterDown(name);
  }
}
