/** `npm run bench -- NAME`: measures the platform beside a named peer, on a local cluster of its own. */
import { clusterDown, clusterUp } from "../local/cluster/cluster";
import { provideImages } from "../local/images/build";
import { runMain, UserError } from "../local/support/user-error";
import { provideToolchain } from "../local/toolchain/toolchain";
import { bringUp } from "./bring-up";
import { probe } from "./probe";

const benchmarks = { "bring-up": bringUp, probe };

void runMain(async () => {
  const [name = ""] = process.argv.slice(2);
  const benchmark = Object.entries(benchmarks).find(([known]) => known === name)?.[1];
  if (benchmark === undefined) {
    throw new UserError(`usage: npm run bench -- NAME   (${Object.keys(benchmarks).join(", ")})`);
  }
  const toolchain = await provideToolchain();
  const layout = await clusterUp("bench", toolchain, await provideImages(toolchain));
  try {
    console.log(await benchmark(layout, toolchain));
  } finally {
    await clusterDown("bench");
  }
});
