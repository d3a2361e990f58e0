/**
 * `npm run drift`: what on the cluster differs from the program, or is unknown to it. It changes nothing.
 *
 * Exits with 0 where nothing does, with 1 where something does, and with 2 where that could not be found out. Passwords
 * are not compared: Kafka does not tell them.
 */
import { catalog } from "../catalog/catalog";
import { runMain } from "../local/support/user-error";
import { compare, describeDifferences } from "./inventory/compare";
import { declaredInventory } from "./inventory/declared";
import { withoutOwn } from "./inventory/inventory";
import { type OwnedTopic, ownedTopics, withoutOwned } from "./inventory/owned";
import { called, inventoryOf } from "./target";

const unknown = 2;

async function drift(): Promise<void> {
  let code = unknown;
  await runMain(async () => {
    const { target, flags } = await called("drift", { flags: ["json"] });
    const live = withoutOwn(await inventoryOf(target));
    const owned = ownedTopics(catalog.applications, live);
    const differences = compare(declaredInventory(catalog), withoutOwned(catalog.applications, live));
    console.log(
      flags.json
        ? JSON.stringify(differences, undefined, 2)
        : [...owned.map(belonging), summary(differences.length, describeDifferences(differences))].join("\n"),
    );
    code = differences.length === 0 ? 0 : 1;
  });
  process.exitCode = code;
}

const belonging = ({ topic, application }: OwnedTopic): string =>
  `topic ${topic} belongs to ${application}, whose own stack makes it`;

const summary = (count: number, differences: string): string =>
  count === 0
    ? "The cluster is what the program says."
    : `${differences}\n\n${count} ${count === 1 ? "difference" : "differences"} between the cluster and the program.`;

void drift();
