/**
 * `npm run drift`: what on the cluster differs from the program, or is unknown to it. It changes nothing.
 *
 * Exits with 0 where nothing does, with 1 where something does, and with 2 where that could not be found out. Passwords
 * are not compared: Kafka does not tell them.
 */
import { catalog } from "../catalog/catalog";
import { lastingUser } from "../components/gates/lasting-user";
import { postflightTopic } from "../components/platform/served";
import { runMain } from "../local/support/user-error";
import { compare, describeDifferences } from "./inventory/compare";
import { declaredInventory } from "./inventory/declared";
import type { Inventory } from "./inventory/inventory";
import { liveInventory } from "./inventory/live";
import { accessOf, called, settingsOf } from "./target";

void runMain(async () => {
  let known = false;
  // Whatever ends the command before it knows: `runMain` says why and exits with 1, which means something else here.
  process.once("exit", (code) => {
    process.exitCode = known ? code : 2;
  });
  const { target, json } = await called("drift");
  const live = await liveInventory(await accessOf(settingsOf(target)));
  const differences = compare(declaredInventory(catalog), withoutOwn(live));
  known = true;
  if (json) {
    console.log(JSON.stringify(differences, undefined, 2));
  } else {
    console.log(summary(differences.length, describeDifferences(differences)));
  }
  process.exitCode = differences.length === 0 ? 0 : 1;
});

const summary = (count: number, differences: string): string =>
  count === 0
    ? "The cluster is what the program says."
    : `${differences}\n\n${count} ${count === 1 ? "difference" : "differences"} between the cluster and the program.`;

// What the platform makes for itself is no entry of the catalog.
const withoutOwn = ({ topics, users, ...rest }: Inventory): Inventory => {
  const { [postflightTopic]: _, ...catalogTopics } = topics;
  const { [lastingUser]: __, ...catalogUsers } = users;
  return { ...rest, topics: catalogTopics, users: catalogUsers };
};
